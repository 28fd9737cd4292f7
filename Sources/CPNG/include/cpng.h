void pk_png(void);
