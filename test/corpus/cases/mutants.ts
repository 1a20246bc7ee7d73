/** Mutants that are analysed, validated by V8 and limited, within one process. */
export const MUTANTS = 5_000;
/** Mutants that V8 takes and that are run, each in a process of its own, per way of limiting memory. */
export const MUTANTS_RUN = 25;
