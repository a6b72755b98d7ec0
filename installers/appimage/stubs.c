/* Stubs: stand in for LZO (GPL) and LZ4, which libsquashfuse names and our images never use. */
int lzo1x_decompress_safe(void) { return -1; }
int LZ4_decompress_safe(void) { return -1; }
