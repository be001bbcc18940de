/*
 * digest.h - SHA-256 digests, by which all contents are named.
 */
#ifndef FILE_DIGEST_H
#define FILE_DIGEST_H

#include <stddef.h>

#define DIGEST_SIZE 32
#define DIGEST_HEX 64

struct digest {
	unsigned char byte[DIGEST_SIZE];
};

/* Returns a new hash, to which digest_add adds bytes.  digest_end frees it. */
struct hash;
struct hash *digest_new(void);
void digest_add(struct hash *h, const void *data, size_t n);

/* Fills TO with the digest of all bytes added, unless TO is NULL.  Frees H. */
void digest_end(struct hash *h, struct digest *to);

/* Starts a hash for digest_add_both. */
struct hash *digest_new_twin(void);

/* Adds N bytes P to A and N bytes Q to B.  With the processor's SHA
 * instructions this takes little longer than one hash alone.  It is fastest if
 * N is a multiple of 64. */
void digest_add_both(struct hash *a, const void *p, struct hash *b,
		     const void *q, size_t n);

void digest_of(struct digest *to, const void *data, size_t n);

/* Writes D as 64 lower-case hexadecimal digits and a NUL.  Returns TO. */
char *digest_hex(char to[DIGEST_HEX + 1], const struct digest *d);

/* Reads a digest from the first 64 characters of TEXT.  Returns 0, or -1 if
 * they are not lower-case hexadecimal digits. */
int digest_parse(struct digest *to, const char *text);

int digest_same(const struct digest *a, const struct digest *b);

#endif
