/* digest.c - see digest.h.  The only file that knows OpenSSL. */
#include "file/digest.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"
#include "file/late.h"
#include "file/sha256_pair.h"
#include "late_crypto.h"

struct hash {
	EVP_MD_CTX *evp; /* NULL: sha256_pair.h hashes */
	uint32_t state[8];
	uint64_t length;
	size_t have; /* number of bytes in REST, a block not yet full */
	unsigned char rest[SHA256_PAIR_BLOCK];
};

/* OpenSSL's SHA-256 is fetched once: for a short message, fetching takes longer
 * than hashing. */
static const EVP_MD *sha256(void)
{
	static const EVP_MD *md;

	if (!md)
		md = EVP_sha256();
	return md;
}

/* With the SHA instructions, OpenSSL would not be faster, and takes longer to
 * load than most commands run. */
static int needs_openssl(void)
{
	return !sha256_pair_able() && late_load(&late_crypto, NULL) == 0;
}

struct hash *digest_new(void)
{
	struct hash *h = mem_zero(1, sizeof(*h));

	if (!needs_openssl()) {
		sha256_pair_start(h->state);
		return h;
	}
	h->evp = EVP_MD_CTX_new();
	if (!h->evp || !EVP_DigestInit_ex(h->evp, sha256(), NULL))
		abort(); /* happens only if memory is short */
	return h;
}

static void add_blocks(struct hash *h, const unsigned char *p, size_t n)
{
	size_t part = SHA256_PAIR_BLOCK - h->have;

	h->length += n;
	if (h->have) {
		part = part < n ? part : n;
		memcpy(h->rest + h->have, p, part);
		h->have += part;
		p += part;
		n -= part;
		if (h->have < SHA256_PAIR_BLOCK)
			return;
		sha256_pair_one(h->state, h->rest, 1);
	}
	sha256_pair_one(h->state, p, n / SHA256_PAIR_BLOCK);
	h->have = n % SHA256_PAIR_BLOCK;
	memcpy(h->rest, p + n - h->have, h->have);
}

void digest_add(struct hash *h, const void *data, size_t n)
{
	if (h->evp)
		EVP_DigestUpdate(h->evp, data, n);
	else if (n)
		add_blocks(h, data, n);
}

void digest_add_both(struct hash *a, const void *p, struct hash *b,
		     const void *q, size_t n)
{
	size_t whole = n - n % SHA256_PAIR_BLOCK;

	if (!a->evp && !b->evp && !a->have && !b->have) {
		sha256_pair_two(a->state, p, b->state, q,
				whole / SHA256_PAIR_BLOCK);
		a->length += whole;
		b->length += whole;
	} else {
		whole = 0;
	}
	digest_add(a, (const char *)p + whole, n - whole);
	digest_add(b, (const char *)q + whole, n - whole);
}

/* Ends the message with a 1 bit, zeros and its length in bits, so that it fills
 * whole blocks (FIPS 180-4, 5.1.1). */
static void end_blocks(struct hash *h, struct digest *to)
{
	unsigned char pad[2 * SHA256_PAIR_BLOCK] = { 0x80 };
	size_t n = (h->have < SHA256_PAIR_BLOCK - 8 ? 1 : 2) *
			   SHA256_PAIR_BLOCK -
		   h->have;
	uint64_t bits = 8 * h->length;

	for (int i = 0; i < 8; i++)
		pad[n - 8 + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
	add_blocks(h, pad, n);
	for (int i = 0; i < DIGEST_SIZE; i++)
		to->byte[i] = (unsigned char)(h->state[i / 4] >>
					      (24 - 8 * (i % 4)));
}

void digest_end(struct hash *h, struct digest *to)
{
	if (!h)
		return;
	if (to && h->evp)
		EVP_DigestFinal_ex(h->evp, to->byte, NULL);
	else if (to)
		end_blocks(h, to);
	if (h->evp)
		EVP_MD_CTX_free(h->evp);
	free(h);
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
