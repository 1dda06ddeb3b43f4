export { Arrivals } from './arrivals.tsx'
