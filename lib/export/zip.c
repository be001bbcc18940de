/*
 * zip.c - see zip.h.
 */
#include "export/zip.h"

#include <string.h>

#include "base/crc.h"
#include "export/proto.h"

#define MEMBER 0x04034b50u
#define ENTRY 0x02014b50u
#define END 0x06054b50u
#define STORED 10u		    /* version that readers need */
#define BY_UNIX (3u << 8 | 20)	    /* version that wrote it */
#define PLAIN_FILE (0100644u << 16) /* mode, as Unix has it */
#define NEW_YEAR_1980 (1u << 5 | 1) /* month and day; years from 1980 */

static void two(struct buf *b, unsigned x)
{
	buf_char(b, (char)(x & 255));
	buf_char(b, (char)(x >> 8 & 255));
}

/* What a member's header and its entry in the directory share. */
static void describe(struct buf *b, const char *name, uint32_t crc,
		     uint64_t size)
{
	two(b, STORED);
	two(b, 0); /* flags */
	two(b, 0); /* no compression */
	two(b, 0); /* midnight */
	two(b, NEW_YEAR_1980);
	proto_fixed32(b, crc);
	proto_fixed32(b, (uint32_t)size);
	proto_fixed32(b, (uint32_t)size);
	two(b, (unsigned)strlen(name));
	two(b, 0); /* no extra field */
}

int zip_open(struct zip *z, const char *path, struct err *err)
{
	*z = (struct zip){ 0 };
	return out_open(&z->out, path, FILE_PLAIN, err);
}

void zip_member(struct zip *z, const char *name, uint32_t crc, uint64_t size)
{
	struct buf head = { 0 };

	proto_fixed32(&z->directory, ENTRY);
	two(&z->directory, BY_UNIX);
	describe(&z->directory, name, crc, size);
	two(&z->directory, 0); /* no comment */
	two(&z->directory, 0); /* first disk */
	two(&z->directory, 0); /* not known to be text */
	proto_fixed32(&z->directory, PLAIN_FILE);
	proto_fixed32(&z->directory, (uint32_t)z->size);
	buf_str(&z->directory, name);
	z->members++;
	proto_fixed32(&head, MEMBER);
	describe(&head, name, crc, size);
	buf_str(&head, name);
	zip_data(z, head.data, head.len);
	buf_release(&head);
}

void zip_data(struct zip *z, const void *data, size_t n)
{
	out_add(&z->out, data, n);
	z->size += n;
}

void zip_add(struct zip *z, const char *name, const struct buf *b)
{
	zip_member(z, name, crc_of(CRC_IEEE, buf_text(b), b->len), b->len);
	zip_data(z, buf_text(b), b->len);
}

int zip_commit(struct zip *z, struct err *err)
{
	uint64_t at = z->size, size = z->directory.len;
	struct buf end = { 0 };

	if (at + size > UINT32_MAX - 1)
		return err_data(err,
				"'%s' would have more than the 4 GiB "
				"that a zip archive can have",
				z->out.path);
	zip_data(z, buf_text(&z->directory), size);
	proto_fixed32(&end, END);
	two(&end, 0); /* this disk, and that of the directory */
	two(&end, 0);
	two(&end, z->members);
	two(&end, z->members);
	proto_fixed32(&end, (uint32_t)size);
	proto_fixed32(&end, (uint32_t)at);
	two(&end, 0); /* no comment */
	zip_data(z, end.data, end.len);
	buf_release(&end);
	return out_commit(&z->out, err);
}

void zip_release(struct zip *z)
{
	out_release(&z->out);
	buf_release(&z->directory);
}
