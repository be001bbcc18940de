/*
 * proto.c - see proto.h.
 */
#include "export/proto.h"

#include <string.h>

enum { VARINT, FIXED64, BYTES, FIXED32 = 5 }; /* wire types */

static void varint(struct buf *to, uint64_t x)
{
	for (; x > 127; x >>= 7)
		buf_char(to, (char)((x & 127) | 128));
	buf_char(to, (char)x);
}

static void key(struct buf *to, int number, int type)
{
	varint(to, (uint64_t)number << 3 | (uint64_t)type);
}

void proto_fixed32(struct buf *to, uint32_t x)
{
	for (int i = 0; i < 4; i++, x >>= 8)
		buf_char(to, (char)(x & 255));
}

void proto_fixed64(struct buf *to, uint64_t x)
{
	for (int i = 0; i < 8; i++, x >>= 8)
		buf_char(to, (char)(x & 255));
}

void proto_int(struct buf *to, int number, uint64_t x)
{
	key(to, number, VARINT);
	varint(to, x);
}

void proto_double(struct buf *to, int number, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	key(to, number, FIXED64);
	proto_fixed64(to, bits);
}

void proto_float(struct buf *to, int number, double x)
{
	float f = (float)x;
	uint32_t bits;

	memcpy(&bits, &f, sizeof(bits));
	key(to, number, FIXED32);
	proto_fixed32(to, bits);
}

void proto_head(struct buf *to, int number, size_t n)
{
	key(to, number, BYTES);
	varint(to, n);
}

void proto_bytes(struct buf *to, int number, const void *data, size_t n)
{
	proto_head(to, number, n);
	buf_add(to, data, n);
}

void proto_str(struct buf *to, int number, const char *text)
{
	proto_bytes(to, number, text, strlen(text));
}

void proto_message(struct buf *to, int number, struct buf *inner)
{
	proto_bytes(to, number, buf_text(inner), inner->len);
	buf_release(inner);
}
