/*
 * digest.h - SHA-256 digests.
 */
#ifndef FILE_DIGEST_H
#define FILE_DIGEST_H

#include <stddef.h>

#define DIGEST_SIZE 32
#define DIGEST_HEX 64

struct digest {
	unsigned char byte[DIGEST_SIZE];
};

/* Returns a new hash, which digest_end frees. */
struct hash;
struct hash *digest_new(void);
void digest_add(struct hash *h, const void *data, size_t n);

/* Fills TO, unless it is NULL, with the digest of all bytes added, and frees H,
 * which may be NULL. */
void digest_end(struct hash *h, struct digest *to);

/* Adds N bytes P to A and N bytes Q to B.  If N is a multiple of 64, this takes
 * little longer than one hash alone on a processor with SHA instructions. */
void digest_add_both(struct hash *a, const void *p, struct hash *b,
		     const void *q, size_t n);

void digest_of(struct digest *to, const void *data, size_t n);

/* Writes D as 64 lower-case hexadecimal digits and a NUL.  Returns TO. */
char *digest_hex(char to[DIGEST_HEX + 1], const struct digest *d);

/* Reads a digest from the first 64 characters of TEXT.  Returns 0, or -1 if one
 * of them is not a lower-case hexadecimal digit; TO is then undefined. */
int digest_parse(struct digest *to, const char *text);

int digest_same(const struct digest *a, const struct digest *b);

#endif
