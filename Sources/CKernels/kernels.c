#include "ckernels.h"
void pk_nothing(void) {}
