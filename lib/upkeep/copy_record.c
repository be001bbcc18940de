/* copy_record.c - see copy_record.h. */
#include "upkeep/copy_record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/out.h"
#include "run/recording.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/staging.h"
#include "upkeep/further.h"

#define END "end.json"

static int is_any(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..");
}

struct copied {
	int fd;
	const char *path;
};

static int add_bytes(void *arg, const void *data, size_t n, struct err *err)
{
	const struct copied *to = arg;

	return durable_add(to->fd, data, n, to->path, err);
}

static int copy_bytes(const char *source, const char *path,
		      const struct blob *blob, struct err *err)
{
	struct copied to = { durable_create(path, err), path };
	int rc = to.fd < 0 ? -1 : blob_feed(source, blob, add_bytes, &to, err);

	if (to.fd >= 0 && close(to.fd) && !rc)
		rc = err_sys(err, "cannot write '%s'", path);
	return rc;
}

/* A file that is an object, too, is stored once. */
static int copy_file(const struct run *r, const struct store *to,
		     const char *temp, const char *name, struct err *err)
{
	char *path = mem_printf("%s/%s", temp, name);
	char *source = mem_printf("%s/%s", r->dir, name);
	char *own = mem_printf(RECORDING_OWN "%s", name);
	const struct digest *d = file_list_find(&r->outputs, own);
	char *object = d ? object_path(to, d) : NULL;
	struct blob blob;
	int rc = object && link(object, path) == 0;

	if (!rc)
		rc = blob_look(source, &blob, err);
	else
		rc = 0;
	if (rc > 0)
		rc = copy_bytes(source, path, &blob, err);
	free(object);
	free(own);
	free(source);
	free(path);
	return rc < 0 ? -1 : 0;
}

/* end.json comes last: finish(). */
static int is_kept(const char *name)
{
	return *name != '.' && strcmp(name, "lock") && strcmp(name, "stdin") &&
	       strcmp(name, END) != 0;
}

static int copy_record(const struct run *r, const struct store *to,
		       const char *temp, struct err *err)
{
	char *runs = mem_printf("%s/..", r->dir);
	struct store parent = { .path = runs };
	struct strs names = { 0 };
	int rc = store_list(&parent, r->id, is_kept, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++)
		rc = copy_file(r, to, temp, names.at[i], err);
	strs_release(&names);
	free(runs);
	return rc;
}

/* Nobody takes TEMP for a leftover while its lock is held. */
static int hold(const char *temp, struct err *err)
{
	char *name = mem_printf("%s/lock", temp);
	int fd = durable_create(name, err);

	if (fd >= 0)
		out_hold(fd);
	free(name);
	return fd;
}

/* The ledger of TO learns what the record is. */
static int seal(const struct store *to, const char *id, struct err *err)
{
	char *dir = mem_printf("runs/%s", id);
	struct strs names = { 0 };
	int rc = store_list(to, dir, is_any, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++) {
		const char *dot = strrchr(names.at[i], '.');

		if ((dot && !strcmp(dot, ".json") &&
		     strcmp(names.at[i], "recipe.json")) ||
		    !strcmp(names.at[i], "note"))
			rc = run_seal(to, id, names.at[i], err);
		if (!rc && !strcmp(names.at[i], "note")) /* confirm it */
			rc = run_seal(to, id, names.at[i], err);
	}
	strs_release(&names);
	free(dir);
	return rc;
}

/* Give run ID of TO, of which all else is there, its end.json.  Until then the
 * run counts as interrupted, so a copy that was killed is no damage. */
static int finish(const struct store *from, const struct store *to,
		  const char *id, struct err *err)
{
	char *name = mem_printf("runs/%s/" END, id);
	struct buf end = { 0 };
	int rc = seal(to, id, err);

	if (!rc)
		rc = store_read(from, name, &end, err);
	if (rc > 0) {
		rc = store_write(to, name, end.data, end.len, err);
		if (!rc)
			rc = run_seal(to, id, END, err);
	}
	buf_release(&end);
	free(name);
	return rc;
}

/* Makes the directory *TEMP with all of R but its end.json.  Returns its lock
 * or -1; end_copy takes both. */
static int begin_copy(char **temp, const struct run *r, const struct store *to,
		      struct err *err)
{
	int rc, held = -1;

	*temp = mem_printf("%s/tmp/copy-%s-p%ld", to->path, r->id,
			   (long)getpid());
	rc = durable_make_dir(*temp, err);
	if (!rc)
		rc = (held = hold(*temp, err)) < 0 ? -1 : 0;
	if (!rc)
		rc = copy_record(r, to, *temp, err);
	if (!rc)
		rc = object_sync(to, err); /* the whole file system */
	if (rc && held >= 0)
		close(held);
	return rc ? -1 : held;
}

static void end_copy(char *temp, int held)
{
	staging_remove(temp);
	if (held >= 0)
		close(held);
	free(temp);
}

/* The directory has all but end.json before it gets its name, and its lock is
 * held until it has that, too. */
int copy_record_new(const struct run *r, const struct store *from,
		    const struct store *to, struct err *err)
{
	char *dir = run_path(to, r->id, ""), *runs = store_join(to, "runs");
	char *temp = NULL;
	int held = begin_copy(&temp, r, to, err), rc = held < 0 ? -1 : 0;
	int late = 0; /* somebody else copies it at the same time */

	if (!rc && rename(temp, dir) < 0) {
		late = errno == EEXIST || errno == ENOTEMPTY;
		rc = late ? 0 : err_sys(err, "cannot make '%s'", dir);
	}
	if (!rc && !late)
		rc = durable_sync_dir(runs, err);
	if (!rc && !late)
		rc = finish(from, to, r->id, err);
	end_copy(temp, held);
	free(runs);
	free(dir);
	if (rc)
		return -1;
	return late ? copy_record_update(r, from, to, err) : 1;
}

/* Takes the lock of run ID of TO, so that nobody resumes it meanwhile.  A
 * reader, or somebody who copies the same run, may hold it for a moment. */
static int hold_run(const struct store *to, const char *id, struct err *err)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	char *path = run_path(to, id, "lock");
	int fd = durable_create(path, err);
	int got = -1;

	for (int i = 0; fd >= 0 && got < 0 && i < 500; i++) {
		if (i)
			nanosleep(&pause, NULL);
		got = flock(fd, LOCK_EX | LOCK_NB);
		if (got < 0 && errno != EWOULDBLOCK && errno != EINTR)
			break;
	}
	if (fd >= 0 && got < 0 && errno != EWOULDBLOCK && errno != EINTR)
		err_sys(err, "cannot lock '%s'", path);
	else if (fd >= 0 && got < 0)
		err_data(err,
			 "run %s cannot be copied: it is still running in '%s'",
			 id, to->path);
	if (got < 0 && fd >= 0)
		close(fd);
	free(path);
	return got < 0 ? -1 : fd;
}

/* Renames the end.json of run ID of TO as FROM, where it was resumed, has it.
 * From then on the run counts as one that was killed, and the ledger expects no
 * end.json. */
static int set_end_aside(const struct store *from, const struct store *to,
			 const char *id, struct err *err)
{
	char *name = further_end(from, to, id);
	char *end = run_path(to, id, END), *dir = run_path(to, id, "");
	char *old = name ? run_path(to, id, name) : NULL;
	int rc = old && rename(end, old) < 0 ?
			 err_sys(err, "cannot rename '%s'", end) :
			 0;

	if (!rc)
		rc = durable_sync_dir(dir, err);
	if (!rc)
		rc = run_seal(to, id, END, err);
	free(old);
	free(dir);
	free(end);
	free(name);
	return rc;
}

static int is_replaced(const char *name)
{
	return is_kept(name) && strcmp(name, "note") != 0;
}

/* The run's directory DIR gets the files of TEMP, and loses others. */
static int move_files(const struct store *to, const char *id, const char *temp,
		      struct err *err)
{
	char *name = mem_printf("runs/%s", id), *dir = run_path(to, id, "");
	struct store made = { .path = mem_str(temp) };
	struct strs old = { 0 }, new = { 0 };
	int rc = store_list(to, name, is_replaced, &old, err);

	if (!rc)
		rc = store_list(&made, ".", is_replaced, &new, err);
	for (size_t i = 0; !rc && i < new.n; i++) {
		char *source = mem_printf("%s/%s", temp, new.at[i]);
		char *path = run_path(to, id, new.at[i]);

		if (rename(source, path) < 0)
			rc = err_sys(err, "cannot write '%s'", path);
		free(path);
		free(source);
	}
	for (size_t i = 0; !rc && i < old.n; i++) {
		char *path = run_path(to, id, old.at[i]);

		if (!strs_has(&new, old.at[i]) && unlink(path) < 0)
			rc = err_sys(err, "cannot remove '%s'", path);
		free(path);
	}
	if (!rc)
		rc = durable_sync_dir(dir, err);
	strs_release(&old);
	strs_release(&new);
	store_release(&made);
	free(dir);
	free(name);
	return rc;
}

static int update(const struct run *r, const struct store *from,
		  const struct store *to, struct err *err)
{
	char *temp = NULL;
	int held = begin_copy(&temp, r, to, err), rc = held < 0 ? -1 : 0;

	if (!rc)
		rc = set_end_aside(from, to, r->id, err);
	if (!rc)
		rc = move_files(to, r->id, temp, err);
	end_copy(temp, held);
	return rc ? rc : finish(from, to, r->id, err);
}

int copy_record_update(const struct run *r, const struct store *from,
		       const struct store *to, struct err *err)
{
	int lock = hold_run(to, r->id, err), rc = lock < 0 ? -1 : 0;
	enum further which = FURTHER_FROM;

	if (!rc)
		rc = further_find(&which, from, to, r->id, err);
	if (!rc && which == FURTHER_FROM)
		rc = update(r, from, to, err);
	if (lock >= 0)
		close(lock);
	return rc ? -1 : which == FURTHER_FROM;
}
