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

/* digest_new starts a hash.  digest_add adds bytes.  digest_end fills TO with
 * the digest and frees H.  If TO is NULL, digest_end only frees H. */
struct hash;
struct hash *digest_new(void);
void digest_add(struct hash *h, const void *data, size_t n);
void digest_end(struct hash *h, struct digest *to);

/* digest_add_both adds N bytes to each of two hashes.  If both hashes come from
 * digest_new_twin and the processor has SHA instructions, this takes little
 * longer than adding N bytes to one hash.  The function is fastest if N is a
 * multiple of 64. */
struct hash *digest_new_twin(void);
void digest_add_both(struct hash *a, const void *p, struct hash *b,
		     const void *q, size_t n);

void digest_of(struct digest *to, const void *data, size_t n);

/* Returns TO with 64 lower-case hexadecimal digits and a NUL. */
char *digest_hex(char to[DIGEST_HEX + 1], const struct digest *d);

/* Returns 0, or -1 if the first 64 characters of TEXT are not lower-case
 * hexadecimal digits.  Reads no more than these. */
int digest_parse(struct digest *to, const char *text);
int digest_same(const struct digest *a, const struct digest *b);

#endif
