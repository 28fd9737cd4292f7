#include "cjpeg.h"
void pk_jpeg(void) {}
