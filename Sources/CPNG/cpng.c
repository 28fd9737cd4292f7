#include "cpng.h"
void pk_png(void) {}
