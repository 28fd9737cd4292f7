#include "csentencepiece.h"
#include <sentencepiece_processor.h>
extern "C" void pk_sp(void) {}
