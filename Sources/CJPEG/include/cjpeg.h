void pk_jpeg(void);
