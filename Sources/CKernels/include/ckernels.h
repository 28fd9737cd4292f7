void pk_nothing(void);
