import { dirname } from 'node:path'

// The packages are one folder above.
export default { turbopack: { root: dirname(import.meta.dirname) } }
