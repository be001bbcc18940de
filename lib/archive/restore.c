/*
 * restore.c - unpacks an archive that anybody may have written.
 *
 * The list of members comes first in the archive.  So each name, size and
 * digest is known before the member is read, and members must come as listed.
 */
#include "archive/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "archive/member.h"
#include "archive/member_path.h"
#include "archive/tar.h"
#include "archive/check_archive.h"
#include "base/mem.h"
#include "run/run.h"
#include "run/tag.h"
#include "store/staging.h"
#include "store/store.h"

#define CHUNK (256 * 1024)

struct restore {
	struct tar_in *tar;
	struct archive_list list;
	struct members done; /* the files in the new directory */
	int top;
	char *chunk;
	int (*stop)(void);
};

/* Read the current member, which should have SIZE bytes, into memory. */
static int slurp(struct restore *r, struct buf *to, uint64_t size,
		 struct err *err)
{
	ssize_t n = 1;

	while (n > 0) {
		n = tar_read(r->tar, r->chunk, CHUNK, err);
		if (n > 0)
			buf_add(to, r->chunk, (size_t)n);
		if (n > 0 && to->len > size)
			break;
	}
	if (n < 0)
		return -1;
	if (to->len != size)
		return err_data(err, "a member is longer or shorter than its "
				     "header says");
	return 0;
}

static int read_sums(struct restore *r, struct err *err)
{
	struct tar_entry e;
	struct buf text = { 0 };
	int rc = tar_next(r->tar, &e, err);

	if (rc == 0 || (rc > 0 && strcmp(e.name, "SHA256SUMS")))
		rc = err_data(err, "the file is not an archive of xp: the "
				   "first member is not 'SHA256SUMS'");
	else if (rc > 0 && e.size > CHECK_ARCHIVE_MAX)
		rc = err_data(err, "'SHA256SUMS' is too long");
	else if (rc > 0)
		rc = slurp(r, &text, e.size, err);
	if (!rc)
		rc = check_archive_sums(&r->list, buf_text(&text), text.len,
					err);
	buf_release(&text);
	return rc;
}

static int write_fully(int fd, const char *data, size_t n, const char *place,
		       struct err *err)
{
	while (n) {
		ssize_t k = write(fd, data, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys(err, "cannot write '%s'", place);
		data += k;
		n -= (size_t)k;
	}
	return 0;
}

/* Write the current member to FD, unless that is -1, and check that its size
 * and digest are those of ITEM. */
static int take(struct restore *r, const struct archive_entry *item, int fd,
		struct err *err)
{
	struct hash *h = digest_new();
	struct digest got;
	uint64_t size = 0;
	ssize_t n;
	int rc = 0;

	while (!rc && (n = tar_read(r->tar, r->chunk, CHUNK, err))) {
		if (r->stop && r->stop())
			n = err_no(err, "stopped");
		if (n < 0) {
			rc = -1;
			break;
		}
		size += (uint64_t)n;
		if (size > item->size)
			break;
		digest_add(h, r->chunk, (size_t)n);
		if (fd >= 0)
			rc = write_fully(fd, r->chunk, (size_t)n, item->name,
					 err);
	}
	digest_end(h, &got);
	if (rc)
		return rc;
	if (size != item->size || !digest_same(&got, &item->digest))
		return err_data(err,
				"the content of '%s' does not have the "
				"digest that 'SHA256SUMS' lists",
				item->name);
	return 0;
}

static int mode_of(const struct tar_entry *e, const char *place)
{
	if (!strncmp(place, ".xp/objects/", 12))
		return 0444;
	return e->executable ? 0777 : 0666;
}

/* store_make has written .xp/version already; the archive's must be the
 * same. */
static int check_version(struct restore *r, const struct archive_entry *item,
			 struct err *err)
{
	static const char ours[] = "xp 1\n";
	struct digest d;

	digest_of(&d, ours, strlen(ours));
	if (!digest_same(&d, &item->digest))
		return err_data(err, "the archive was written by another "
				     "version of xp");
	member_file(&r->done, ".xp/version", NULL,
		    &(struct blob){ .digest = d });
	return 0;
}

/* If an output has the place of an input but other bytes, it is not restored:
 * repeating the runs takes the input. */
static int put(struct restore *r, const struct archive_entry *item,
	       const struct tar_entry *e, struct err *err)
{
	char *place = member_place(item->name);
	int fd = -1, rc = 0;

	if (strcmp(place, "SIZES"))
		fd = staging_create(r->top, place, mode_of(e, place));
	if (fd >= 0)
		member_file(&r->done, place, NULL,
			    &(struct blob){ .digest = item->digest });
	else if (!strcmp(place, "SIZES") ||
		 (errno == EEXIST && !strncmp(item->name, "outputs/", 8)))
		rc = 0;
	else if (errno == EEXIST && !strcmp(item->name, "record/version"))
		rc = check_version(r, item, err);
	else if (errno == EEXIST || errno == ENOTDIR || errno == ELOOP ||
		 errno == EISDIR)
		rc = err_data(
			err,
			"'%s' cannot be unpacked: another member is unpacked "
			"to the same place",
			item->name);
	else
		rc = err_sys(err, "cannot make '%s'", place);
	if (!rc)
		rc = take(r, item, fd, err);
	if (fd >= 0 && close(fd) && !rc)
		rc = err_sys(err, "cannot write '%s'", place);
	free(place);
	return rc;
}

static int take_sizes(struct restore *r, struct archive_entry *item,
		      uint64_t max, struct err *err)
{
	struct buf text = { 0 };
	struct digest got;
	int rc = slurp(r, &text, item->size, err);

	digest_of(&got, buf_text(&text), text.len);
	if (!rc && !digest_same(&got, &item->digest))
		rc = err_data(err, "the content of 'SIZES' does not have the "
				   "digest that 'SHA256SUMS' lists");
	if (!rc)
		rc = check_archive_sizes(&r->list, buf_text(&text), text.len,
					 err);
	if (!rc && r->list.total > max)
		rc = err_data(err,
			      "the archive unpacks to %" PRIu64
			      " bytes, more than "
			      "the limit of %" PRIu64
			      " bytes; if this size is right, "
			      "raise the limit with --max-size",
			      r->list.total, max);
	buf_release(&text);
	return rc;
}

static int check_space(const struct restore *r, struct err *err)
{
	struct statvfs fs;

	if (fstatvfs(r->top, &fs) || r->list.total / fs.f_frsize <= fs.f_bavail)
		return 0;
	errno = 0;
	return err_sys(err,
		       "the archive unpacks to %" PRIu64
		       " bytes, but the disk has "
		       "less free space",
		       r->list.total);
}

static int read_members(struct restore *r, uint64_t max, struct err *err)
{
	struct tar_entry e;
	size_t i = 0;
	int rc;

	while ((rc = tar_next(r->tar, &e, err)) > 0) {
		struct archive_entry *item = &r->list.entry[i];

		rc = check_archive_member(&r->list, i++, e.name, e.size, err);
		if (!rc && !r->list.sized)
			item->size = e.size;
		if (!rc && !strcmp(e.name, "SIZES")) {
			rc = take_sizes(r, item, max, err);
			rc = rc ? rc : check_space(r, err);
		} else if (!rc) {
			rc = put(r, item, &e, err);
		}
		if (rc)
			return rc;
	}
	if (!rc && i < r->list.n)
		return err_data(err, "the archive ends before member '%s'",
				r->list.entry[i].name);
	return rc;
}

/* Write SHA256SUMS anew, with the files of the new directory instead of the
 * members. */
static int write_sums(struct restore *r, struct err *err)
{
	struct buf text = { 0 };
	int fd = staging_create(r->top, "SHA256SUMS", 0666), rc;

	if (fd < 0)
		return err_sys(err, "cannot make 'SHA256SUMS'");
	member_sort(&r->done);
	member_sums(&r->done, &text);
	rc = write_fully(fd, buf_text(&text), text.len, "SHA256SUMS", err);
	if (close(fd) && !rc)
		rc = err_sys(err, "cannot write 'SHA256SUMS'");
	buf_release(&text);
	return rc;
}

static int check_tags(const struct store *s, const struct strs *ids,
		      struct err *err)
{
	struct strs names = { 0 };
	int rc = tag_list(s, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++) {
		char *id;

		rc = tag_get(s, names.at[i], &id, err) < 0 ? -1 : 0;
		if (!rc && (!id || strs_find(ids, id) < 0))
			rc = err_data(err,
				      "tag '%s' names a run that the archive "
				      "does not contain",
				      names.at[i]);
		free(id);
	}
	strs_release(&names);
	return rc;
}

/* Check what later commands would refuse. */
static int check_records(const char *temp, struct err *err)
{
	struct store s = { .path = mem_printf("%s/.xp", temp) };
	struct strs ids = { 0 };
	struct run run;
	int rc = run_list(&s, &ids, err);

	for (size_t i = 0; !rc && i < ids.n; i++) {
		rc = run_read(&run, &s, ids.at[i], err);
		if (!rc)
			run_release(&run);
	}
	if (!rc)
		rc = check_tags(&s, &ids, err);
	strs_release(&ids);
	free(s.path);
	return rc;
}

static int unpack(struct restore *r, const char *path, const char *temp,
		  uint64_t max, struct err *err)
{
	struct store s = { 0 };
	int rc = tar_open(&r->tar, path, err);

	if (rc)
		return rc;
	if (!max) {
		max = tar_file_size(r->tar) * 1000;
		if (max < (uint64_t)1 << 30)
			max = (uint64_t)1 << 30;
	}
	r->top = open(temp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r->chunk = mem_alloc(CHUNK);
	if (r->top < 0)
		return err_sys(err, "cannot open '%s'", temp);
	rc = store_make(&s, temp, err);
	store_release(&s);
	if (rc < 0)
		return rc;
	rc = read_sums(r, err);
	if (!rc)
		rc = read_members(r, max, err);
	if (!rc)
		rc = check_records(temp, err);
	if (rc)
		return err_wrap(err, "'%s' is refused: ", path);
	return write_sums(r, err);
}

int restore_archive(const char *path, const char *dir, uint64_t max, int trust,
		    int (*stop)(void), struct err *err)
{
	struct restore r = { .top = -1, .stop = stop, .list.trusted = trust };
	char *temp;
	int held, rc = staging_begin(dir, &temp, &held, err);

	if (rc)
		return rc;
	rc = unpack(&r, path, temp, max, err);
	if (!rc)
		rc = staging_finish(dir, temp, err);
	if (rc)
		staging_remove(temp);
	if (held >= 0)
		close(held);
	tar_close(r.tar);
	if (r.top >= 0)
		close(r.top);
	check_archive_release(&r.list);
	member_release(&r.done);
	free(r.chunk);
	free(temp);
	return rc;
}
