/* repair.c - see repair.h. */
#include "upkeep/repair.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/restore.h"
#include "base/mem.h"
#include "run/made.h"
#include "run/run_id.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/file_list.h"
#include "store/object.h"
#include "store/staging.h"

/* Where good content may be. */
struct repair_source {
	struct store store;	/* path NULL: there is no store */
	struct file_list files; /* other files, by their absolute paths */
	char *temp;		/* an unpacked archive, to be removed */
	int held;		/* its directory, locked; -1: none */
};

static int is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* What lies in the directory DIR, a store or one that holds a store. */
static int open_directory(struct repair_source *from, const char *dir,
			  struct err *err)
{
	char *inner = mem_printf("%s/.xp", dir);
	char *sums = mem_printf("%s/SHA256SUMS", dir);
	struct file_list l = { 0 };
	int rc = 0;

	from->store.path = is_directory(inner) ? mem_str(inner) : mem_str(dir);
	rc = file_list_read(&l, sums, err);
	for (size_t i = 0; !rc && i < l.n; i++) {
		char *path = mem_printf("%s/%s", dir, l.list[i].path);

		file_list_push(&from->files, path, &l.list[i].digest);
		free(path);
	}
	file_list_release(&l);
	free(sums);
	free(inner);
	return rc;
}

static int open_archive(struct repair_source *from, const struct store *s,
			const char *path, struct err *err)
{
	int rc;

	from->temp = mem_printf("%s/tmp/repair-p%ld", s->path, (long)getpid());
	rc = restore_archive(path, from->temp, 0, 1, NULL, err);
	if (!rc)
		from->held = staging_hold(from->temp);
	return rc ? rc : open_directory(from, from->temp, err);
}

/* The path of a file with the digest D, or NULL; the caller frees it. */
static char *find(const struct repair_source *from, const struct digest *d)
{
	char *path = object_path(&from->store, d);
	struct err ignored = { 0 };
	struct blob blob;

	if (blob_look(path, &blob, &ignored) == 1 &&
	    digest_same(&blob.digest, d))
		return path;
	free(path);
	for (size_t i = 0; i < from->files.n; i++)
		if (digest_same(&from->files.list[i].digest, d) &&
		    blob_look(from->files.list[i].path, &blob, &ignored) == 1 &&
		    digest_same(&blob.digest, d))
			return mem_str(from->files.list[i].path);
	return NULL;
}

static int repair_object(const struct store *s, const char *good,
			 struct fsck_finding *p, struct err *err)
{
	struct digest d;

	if (object_put_file(s, good, &p->want, &d, err) < 0)
		return -1;
	p->repaired = 1;
	return 0;
}

/* The other store's file of the same name, if it has the right content. */
static int repair_file(const struct repair_source *from, const struct store *s,
		       struct fsck_finding *p, struct err *err)
{
	struct buf b = { 0 };
	struct digest d;
	int rc = store_read(&from->store, p->path, &b, err);

	digest_of(&d, buf_text(&b), b.len);
	if (rc == 1 && digest_same(&d, &p->want)) {
		rc = store_write(s, p->path, b.data, b.len, err);
		p->repaired = !rc;
		made_drop(s); /* it may have been a list of outputs */
	}
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

static void drop_cache(const struct store *s, struct fsck_finding *p)
{
	char *path = store_join(s, p->path);

	p->repaired = unlink(path) == 0;
	free(path);
}

static int repair(const struct repair_source *from, const struct store *s,
		  struct fsck_finding *p, struct err *err)
{
	char *good = NULL;
	int rc = 0;

	if (p->kind == FSCK_CACHE)
		drop_cache(s, p);
	else if (p->kind == FSCK_FILE && p->wanted)
		rc = repair_file(from, s, p, err);
	else if (p->kind == FSCK_OBJECT && (good = find(from, &p->want)))
		rc = repair_object(s, good, p, err);
	free(good);
	return rc;
}

/* A record that could not be read may have lacked only what is there now. */
static void look_again(const struct store *s, struct fsck_finding *p)
{
	struct needs k = { .store = s };
	const char *id = p->path + strlen("runs/");

	if (p->kind != FSCK_OTHER || strncmp(p->path, "runs/", 5) ||
	    !run_id_is(id))
		return;
	needs_add_run(&k, id);
	p->repaired = !k.broken.n;
	needs_release(&k);
}

int repair_from(struct fsck_report *f, const char *path, struct err *err)
{
	struct repair_source from = { .held = -1 };
	int rc = is_directory(path) ? open_directory(&from, path, err) :
				      open_archive(&from, f->store, path, err);

	for (size_t i = 0; !rc && i < f->n; i++)
		rc = repair(&from, f->store, &f->list[i], err);
	for (size_t i = 0; !rc && i < f->n; i++)
		look_again(f->store, &f->list[i]);
	if (from.temp)
		staging_remove(from.temp);
	if (from.held >= 0)
		close(from.held);
	file_list_release(&from.files);
	store_release(&from.store);
	free(from.temp);
	return rc;
}
