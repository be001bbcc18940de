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

/* Feed bytes as they come.  digest_new never fails; digest_end fills TO
 * and frees H (TO may be NULL to only free). */
struct hash;
struct hash *digest_new(void);
void digest_add(struct hash *h, const void *data, size_t n);
void digest_end(struct hash *h, struct digest *to);

/* Two at once: N more bytes for each.  Where the processor has SHA
 * instructions and both come from digest_new_twin, this takes little more
 * time than one.  Best in whole multiples of 64. */
struct hash *digest_new_twin(void);
void digest_add_both(struct hash *a, const void *p, struct hash *b,
		     const void *q, size_t n);

void digest_of(struct digest *to, const void *data, size_t n);

/* 64 lower-case hex digits and a NUL.  Returns TO. */
char *digest_hex(char to[DIGEST_HEX + 1], const struct digest *d);
/* 0, or -1 when the first 64 characters of TEXT are no such digits. */
int digest_parse(struct digest *to, const char *text);
int digest_same(const struct digest *a, const struct digest *b);

#endif
