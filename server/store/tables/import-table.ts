/** An object that was imported. `hash`: of its source and its id there. `id`: its id here. */
export type ImportedRow = { hash: string; id: string }
