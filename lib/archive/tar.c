/*
 * tar.c - see tar.h.  The only file that uses libarchive.
 *
 * A compressed archive takes two stages: the tar is written as a member of a
 * second archive, of format "raw", which compresses it.  So the tar itself can
 * be hashed: its digest does not depend on the compressor.
 */
#include "archive/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file/in.h"
#include "file/late.h"
#include "base/mem.h"
#include "file/out.h"
#include "late_archive.h"

#define BLOCK (256 * 1024)

struct tar_out {
	struct archive *tar, *zstd; /* zstd is NULL without compression */
	struct hash *hash;
	struct out out;
	char *path;
	int dropped; /* set when the rest of the output is to be thrown away */
};

struct tar_in {
	struct archive *a;
	struct in in;
	struct out *out; /* what is read back; else NULL */
	uint64_t offset;
	char *path;
	struct err err; /* the buffer of the read callback */
	char block[BLOCK];
};

static int write_failed(struct tar_out *t, struct archive *a, struct err *err)
{
	errno = 0;
	return err_sys(err, "cannot write '%s': %s", t->path,
		       archive_error_string(a));
}

/* The last stage: takes compressed bytes, or the tar itself. */
static la_ssize_t to_file(struct archive *a, void *arg, const void *data,
			  size_t n)
{
	struct tar_out *t = arg;

	if (t->dropped)
		return (la_ssize_t)n;
	out_add(&t->out, data, n);
	if (!t->out.failed)
		return (la_ssize_t)n;
	archive_set_error(a, t->out.failed, "%s", strerror(t->out.failed));
	return -1;
}

static la_ssize_t to_hash(struct archive *a, void *arg, const void *data,
			  size_t n)
{
	struct tar_out *t = arg;

	digest_add(t->hash, data, n);
	if (!t->zstd)
		return to_file(a, arg, data, n);
	if (archive_write_data(t->zstd, data, n) == (la_ssize_t)n)
		return (la_ssize_t)n;
	archive_set_error(a, EIO, "%s", archive_error_string(t->zstd));
	return -1;
}

/* With "threads" set, zstd writes the same bytes for any number of threads;
 * without it, it would write others. */
static int start_zstd(struct tar_out *t, struct err *err)
{
	struct archive *z = t->zstd = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	int rc;

	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_pathname(e, "tar");
	rc = archive_write_set_format_raw(z);
	if (rc == ARCHIVE_OK)
		rc = archive_write_add_filter_zstd(z);
	if (rc == ARCHIVE_OK)
		rc = archive_write_set_filter_option(z, "zstd",
						     "compression-level", "3");
	if (rc == ARCHIVE_OK)
		rc = archive_write_set_filter_option(z, "zstd", "threads", "1");
	if (rc == ARCHIVE_OK)
		rc = archive_write_set_bytes_in_last_block(z, 1);
	if (rc == ARCHIVE_OK)
		rc = archive_write_open(z, t, NULL, to_file, NULL);
	if (rc == ARCHIVE_OK)
		rc = archive_write_header(z, e);
	archive_entry_free(e);
	return rc == ARCHIVE_OK ? 0 : write_failed(t, z, err);
}

static int start_tar(struct tar_out *t, struct err *err)
{
	int rc;

	t->tar = archive_write_new();
	rc = archive_write_set_format_pax_restricted(t->tar);
	if (rc == ARCHIVE_OK)
		rc = archive_write_set_bytes_in_last_block(t->tar, 1);
	if (rc == ARCHIVE_OK)
		rc = archive_write_open(t->tar, t, NULL, to_hash, NULL);
	return rc == ARCHIVE_OK ? 0 : write_failed(t, t->tar, err);
}

static int ends_in(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	return n >= k && !strcmp(text + n - k, end);
}

int tar_create(struct tar_out **to, const char *path, struct err *err)
{
	struct tar_out *t;

	if (late_load(&late_archive, err) < 0)
		return -1;
	t = mem_zero(1, sizeof(*t));
	t->path = mem_str(path);
	t->hash = digest_new();
	if (out_open(&t->out, path, FILE_PLAIN, err) < 0 ||
	    (ends_in(path, ".zst") && start_zstd(t, err) < 0) ||
	    start_tar(t, err) < 0) {
		tar_drop(t);
		return -1;
	}
	*to = t;
	return 0;
}

int tar_member(struct tar_out *t, const char *name, int executable,
	       uint64_t size, struct err *err)
{
	struct archive_entry *e = archive_entry_new();
	int rc;

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, executable ? 0755 : 0644);
	archive_entry_set_uid(e, 0);
	archive_entry_set_gid(e, 0);
	archive_entry_set_mtime(e, 0, 0);
	archive_entry_set_size(e, (la_int64_t)size);
	rc = archive_write_header(t->tar, e);
	archive_entry_free(e);
	return rc == ARCHIVE_OK ? 0 : write_failed(t, t->tar, err);
}

int tar_data(struct tar_out *t, const void *data, size_t n, struct err *err)
{
	if (!n || archive_write_data(t->tar, data, n) == (la_ssize_t)n)
		return 0;
	return write_failed(t, t->tar, err);
}

/* archive_write_free closes the archive and writes what is pending, so the
 * first stage must be freed before the second. */
void tar_drop(struct tar_out *t)
{
	if (!t)
		return;
	/* Closing must succeed, or libarchive would not free its buffers: so
	 * the callbacks drop the bytes instead of failing. */
	t->dropped = 1;
	if (t->tar)
		archive_write_free(t->tar);
	if (t->zstd)
		archive_write_free(t->zstd);
	if (t->hash)
		digest_end(t->hash, NULL);
	out_release(&t->out);
	free(t->path);
	free(t);
}

/* --- reading --- */

static int read_failed(struct tar_in *t, struct err *err)
{
	const char *why = archive_error_string(t->a);

	if (t->err.kind) {
		*err = t->err;
		return -1;
	}
	return err_data(err, "'%s' is damaged or not an archive: %s", t->path,
			why ? why : "unreadable");
}

static la_ssize_t from_file(struct archive *a, void *arg, const void **data)
{
	struct tar_in *t = arg;
	ssize_t n = in_read(&t->in, t->block, sizeof(t->block), t->offset,
			    &t->err);

	if (n < 0) {
		archive_set_error(a, EIO, "cannot be read");
		return -1;
	}
	t->offset += (uint64_t)n;
	*data = t->block;
	return n;
}

static struct tar_in *new_reader(const char *path)
{
	struct tar_in *t = mem_zero(1, sizeof(*t));

	t->path = mem_str(path);
	t->a = archive_read_new();
	archive_read_support_format_tar(t->a);
	archive_read_support_filter_zstd(t->a);
	return t;
}

int tar_open(struct tar_in **to, const char *path, struct err *err)
{
	struct tar_in *t;

	if (late_load(&late_archive, err) < 0)
		return -1;
	t = new_reader(path);
	if (in_open(&t->in, path, FILE_PLAIN, err) < 0 ||
	    (archive_read_open(t->a, t, NULL, from_file, NULL) != ARCHIVE_OK &&
	     read_failed(t, err))) {
		tar_close(t);
		return -1;
	}
	*to = t;
	return 0;
}

/* Refuse links of any kind, devices, directories and sparse files. */
static int is_plain(struct archive_entry *e)
{
	return archive_entry_filetype(e) == AE_IFREG &&
	       !archive_entry_hardlink(e) && !archive_entry_symlink(e) &&
	       !archive_entry_sparse_count(e) && archive_entry_size_is_set(e) &&
	       archive_entry_size(e) >= 0;
}

int tar_next(struct tar_in *t, struct tar_entry *to, struct err *err)
{
	struct archive_entry *e;
	const char *name;
	int rc = archive_read_next_header(t->a, &e);

	if (rc == ARCHIVE_EOF)
		return 0;
	if (rc != ARCHIVE_OK)
		return read_failed(t, err);
	name = archive_entry_pathname(e);
	if (!name)
		return err_data(err, "'%s' has a member without a name",
				t->path);
	if (!is_plain(e))
		return err_data(err, "'%s': member '%s' is not a regular file",
				t->path, name);
	to->name = name;
	to->size = (uint64_t)archive_entry_size(e);
	to->executable = !!(archive_entry_perm(e) & 0100);
	return 1;
}

ssize_t tar_read(struct tar_in *t, void *to, size_t n, struct err *err)
{
	la_ssize_t k;

	do
		k = archive_read_data(t->a, to, n);
	while (k == ARCHIVE_RETRY);
	return k < 0 ? read_failed(t, err) : (ssize_t)k;
}

uint64_t tar_file_size(const struct tar_in *t)
{
	return t->in.size;
}

void tar_close(struct tar_in *t)
{
	if (!t)
		return;
	archive_read_free(t->a);
	in_close(&t->in);
	free(t->path);
	free(t);
}

/* --- reading back what was written --- */

const char *tar_writers(void)
{
	static const char *names; /* libarchive forgets those of a first call */

	if (!names)
		names = archive_version_details();
	return names;
}

/* A frame that no reader of zstd minds, with the names of the libraries. */
static void add_writers(struct tar_out *t)
{
	const char *text = tar_writers();
	size_t n = strlen(text);
	unsigned char head[8] = { 0x50,
				  0x2a,
				  0x4d,
				  0x18,
				  (unsigned char)n,
				  (unsigned char)(n >> 8) };

	out_add(&t->out, head, sizeof(head));
	out_add(&t->out, text, n);
}

static la_ssize_t from_out(struct archive *a, void *arg, const void **data)
{
	struct tar_in *t = arg;
	ssize_t n = out_read_at(t->out, t->block, sizeof(t->block), t->offset);

	if (n < 0) {
		archive_set_error(a, errno, "cannot be read");
		return -1;
	}
	t->offset += (uint64_t)n;
	*data = t->block;
	return n;
}

/* Reads back what is on the disk, not what is in memory. */
static int read_back(struct tar_out *t, tar_check_fn *check, void *arg,
		     struct err *err)
{
	struct tar_in *in;
	int rc;

	out_flush(&t->out);
	if (t->out.failed || t->out.direct || t->out.to_stdout)
		return 0; /* the commit tells, or nothing can be read */
	if (fsync(t->out.fd) < 0 && errno != EINVAL)
		return err_sys(err, "cannot write '%s'", t->path);
	posix_fadvise(t->out.fd, 0, 0, POSIX_FADV_DONTNEED);
	in = new_reader(t->path);
	in->out = &t->out;
	rc = archive_read_open(in->a, in, NULL, from_out, NULL) == ARCHIVE_OK ?
		     check(arg, in, err) :
		     read_failed(in, err);
	tar_close(in);
	return rc ? err_wrap(err, "what was written cannot be read back: ") : 0;
}

int tar_finish(struct tar_out *t, struct digest *id, tar_check_fn *check,
	       void *arg, struct err *err)
{
	int rc = -1;

	if (archive_write_close(t->tar) != ARCHIVE_OK)
		write_failed(t, t->tar, err);
	else if (t->zstd && archive_write_close(t->zstd) != ARCHIVE_OK)
		write_failed(t, t->zstd, err);
	else
		rc = 0;
	if (!rc && t->zstd)
		add_writers(t);
	if (!rc)
		rc = read_back(t, check, arg, err);
	if (!rc)
		rc = out_commit_sync(&t->out, err);
	if (!rc) {
		digest_end(t->hash, id);
		t->hash = NULL;
	}
	tar_drop(t);
	return rc;
}
