// For getenv.
#include <stdlib.h>
#include <string.h>

#include "ckernels.h"

extern const pk_kernels pk_avx512_vnni, pk_avx512, pk_avx2, pk_generic;
extern const pk_operands pk_avx512_bytes;
extern const pk_training_kernels pk_avx512_training, pk_avx2_training, pk_generic_training;

// Whether the user allows this instruction set: PIPELINEKIT_ISA names the highest, for comparisons.
static int allowed(const char *name) {
  const char *limit = getenv("PIPELINEKIT_ISA");
  if (!limit || !strcmp(limit, "avx512") || !strcmp(name, "generic")) return 1;
  return !strcmp(limit, name) || (strcmp(limit, "avx2") && strcmp(limit, "generic"));
}

int pk_supports(const char *name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!strcmp(name, "avx512"))
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  if (!strcmp(name, "avx2")) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return !strcmp(name, "generic");
}

const pk_kernels *pk_choose(void) {
#if defined(__x86_64__)
  if (allowed("avx512") && pk_supports("avx512")) return &pk_avx512;
  if (allowed("avx2") && pk_supports("avx2")) return &pk_avx2;
#endif
  return &pk_generic;
}

const char *pk_openblas_core(void) {
#if defined(__x86_64__)
  if (pk_choose() == &pk_avx512) return "SKYLAKEX";
  if (pk_choose() == &pk_avx2) return "HASWELL";
  return __builtin_cpu_supports("avx") ? "SANDYBRIDGE" : "NEHALEM";
#else
  return 0;
#endif
}

const pk_operands *pk_choose_whole(size_t bits) {
#if defined(__x86_64__)
  if (pk_choose() == &pk_avx512 && __builtin_cpu_supports("avx512vnni"))
    return bits == 8 ? &pk_avx512_bytes : &pk_avx512_vnni.operands;
#else
  (void)bits;
#endif
  return 0;
}

const pk_training_kernels *pk_choose_training(void) {
#if defined(__x86_64__)
  if (pk_choose() == &pk_avx512) return &pk_avx512_training;
  if (pk_choose() == &pk_avx2) return &pk_avx2_training;
#endif
  return &pk_generic_training;
}
