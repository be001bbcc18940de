/* digest.c - see digest.h.  The only file that knows OpenSSL. */
#include "base/digest.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"

/* Fetched once: a fetch for each small message would cost more than
 * hashing it. */
static const EVP_MD *sha256(void)
{
	static const EVP_MD *md;

	if (!md)
		md = EVP_sha256();
	return md;
}

struct hash *digest_new(void)
{
	EVP_MD_CTX *c = EVP_MD_CTX_new();

	if (!c || !EVP_DigestInit_ex(c, sha256(), NULL))
		abort();	/* only without memory */
	return (struct hash *)c;
}

void digest_add(struct hash *h, const void *data, size_t n)
{
	EVP_DigestUpdate((EVP_MD_CTX *)h, data, n);
}

void digest_end(struct hash *h, struct digest *to)
{
	if (!h)
		return;
	if (to)
		EVP_DigestFinal_ex((EVP_MD_CTX *)h, to->byte, NULL);
	EVP_MD_CTX_free((EVP_MD_CTX *)h);
}

void digest_of(struct digest *to, const void *data, size_t n)
{
	struct hash *h = digest_new();

	digest_add(h, data, n);
	digest_end(h, to);
}

char *digest_hex(char to[DIGEST_HEX + 1], const struct digest *d)
{
	static const char hex[] = "0123456789abcdef";

	for (int i = 0; i < DIGEST_SIZE; i++) {
		to[2 * i] = hex[d->byte[i] >> 4];
		to[2 * i + 1] = hex[d->byte[i] & 15];
	}
	to[DIGEST_HEX] = '\0';
	return to;
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

int digest_parse(struct digest *to, const char *text)
{
	for (int i = 0; i < DIGEST_SIZE; i++) {
		int high = nibble(text[2 * i]), low;

		if (high < 0 || (low = nibble(text[2 * i + 1])) < 0)
			return -1;
		to->byte[i] = (unsigned char)(high << 4 | low);
	}
	return 0;
}

int digest_same(const struct digest *a, const struct digest *b)
{
	return !memcmp(a->byte, b->byte, DIGEST_SIZE);
}
