#ifndef CPEAK_H
#define CPEAK_H

// Instruction sets by the length of their vectors of floats.
typedef enum { PK_PEAK_SSE2, PK_PEAK_AVX2, PK_PEAK_AVX512 } pk_peak_isa;

// The best that this processor has.
pk_peak_isa pk_peak_best(void);

// Runs `rounds` rounds of independent multiplications and additions in registers and returns how many of them (two for
// each multiply-add) that were. The processor must have `isa`. *sink is written, so that the work is not optimised away.
double pk_peak_run(pk_peak_isa isa, long rounds, float *sink);

#endif
