#pragma once
#ifdef __cplusplus
extern "C" {
#endif
void pk_sp(void);
#ifdef __cplusplus
}
#endif
