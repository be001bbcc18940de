/*
 * recording.c - see recording.h.
 */
#include "run/recording.h"
#include "run/recipe.h"
#include "run/recording_start.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/run_id.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "store/durable.h"
#include "store/store_lock.h"

static void init(struct recording *r, struct store *s,
		 const struct recording_request *asked)
{
	memset(r, 0, sizeof *r);
	r->store = *s;
	s->path = NULL;
	r->real = realpath(r->store.path, NULL);
	r->lock = r->inputs_fd = r->outputs_fd = r->kept_fd = -1;
	r->keep_images = asked->keep_images;
	r->foreign = asked->foreign;
	r->clock = clock_seconds();
}

/* Takes the lock file PATH.  A reader may hold the lock for a moment; a process
 * that holds it for longer is running the run.  Returns 1 if we have the lock,
 * 0 if another process has it, -1 with ERR on an error. */
static int take_lock(struct recording *r, const char *path, int inherit,
		     struct err *err)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	int tries;

	r->lock = open(path,
		       O_RDWR | O_CREAT | O_NOFOLLOW |
			       (inherit ? 0 : O_CLOEXEC),
		       0666);
	if (r->lock < 0)
		return err_sys(err, "cannot open '%s'", path);
	for (tries = 0; tries < 30; tries++) {
		if (flock(r->lock, LOCK_EX | LOCK_NB) == 0)
			return 1;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_sys(err, "cannot lock '%s'", path);
		nanosleep(&pause, NULL);
	}
	return 0;
}

static int write_json(const struct recording *r, const char *path,
		      const struct json *j, struct err *err)
{
	char *temp = store_join(&r->store, "tmp");
	struct buf b = { 0 };
	int rc;

	json_write(j, &b);
	buf_char(&b, '\n');
	rc = durable_write(path, temp, b.data, b.len, err);
	buf_release(&b);
	free(temp);
	return rc;
}

/* Removes a directory that has not become a run. */
static void drop_dir(struct recording *r, const char *dir)
{
	static const char *const files[] = { "start.json", "lock" };
	size_t i;

	for (i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = mem_printf("%s/%s", dir, files[i]);

		unlink(path);
		free(path);
	}
	if (r->lock >= 0)
		close(r->lock);
	r->lock = -1;
	rmdir(dir);
}

/* Fills the directory DIR, which is still in tmp/, and locks it. */
static int fill_dir(struct recording *r, const char *dir, int inherit,
		    struct err *err)
{
	char *lock = mem_printf("%s/lock", dir);
	char *start = mem_printf("%s/start.json", dir);
	int rc = take_lock(r, lock, inherit, err);

	if (rc == 0)
		rc = err_sys(err, "another process holds the lock '%s'", lock);
	if (rc == 1)
		rc = write_json(r, start, r->start, err);
	free(start);
	free(lock);
	if (rc)
		drop_dir(r, dir);
	return rc;
}

/* Makes the complete directory in tmp/ and renames it into runs/, so that
 * nobody ever sees a run without its start.json or its lock.  The rename cannot
 * replace another run's directory, which is not empty.  Returns 1 if another
 * run has this id. */
static int make_dir(struct recording *r, const char *after, int inherit,
		    struct err *err)
{
	char *temp, *runs = store_join(&r->store, "runs");
	int rc;

	r->id = run_id_new(after);
	r->dir = run_path(&r->store, r->id, "");
	temp = mem_printf("%s/tmp/%s", r->store.path, r->id);
	if (mkdir(temp, 0777) == 0)
		rc = fill_dir(r, temp, inherit, err);
	else if (errno == EEXIST)
		rc = 1;
	else
		rc = err_sys(err, "cannot make directory '%s'", temp);
	if (!rc && rename(temp, r->dir) < 0) {
		rc = errno == EEXIST || errno == ENOTEMPTY ?
			     1 :
			     err_sys(err, "cannot make directory '%s'", r->dir);
		drop_dir(r, temp);
	}
	if (!rc)
		rc = durable_sync_dir(runs, err);
	free(temp);
	free(runs);
	return rc;
}

static long long next_day(void)
{
	return (long long)time(NULL) * 1000 + RUN_ID_DAY;
}

/* Returns the last id in the store that is not from the future, or NULL; the
 * caller frees it. */
static char *last_id(const struct store *s)
{
	long long limit = next_day();
	char *runs = store_join(s, "runs"), last[RUN_ID_SIZE + 1] = "";
	DIR *d = opendir(runs);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (run_id_is(e->d_name) && strcmp(e->d_name, last) > 0 &&
		    run_id_time(e->d_name) < limit)
			strcpy(last, e->d_name);
	if (d)
		closedir(d);
	free(runs);
	return *last ? mem_str(last) : NULL;
}

/* Does what last_id does where LAST, the last names, says it. */
static char *among(const struct strs *last)
{
	long long limit = next_day();

	for (size_t i = last->n; i-- > 0;)
		if (run_id_is(last->at[i]) && run_id_time(last->at[i]) < limit)
			return mem_str(last->at[i]);
	return NULL;
}

/* Ids are random, so another writer may already have ours: try again. */
static int take_id(struct recording *r, const struct strs *last, int inherit,
		   struct err *err)
{
	char *after = among(last);
	int tries, rc = 1;

	if (!after)
		after = last_id(&r->store);
	for (tries = 0; rc == 1 && tries < 100; tries++) {
		free(r->id);
		free(r->dir);
		rc = make_dir(r, after, inherit, err);
	}
	free(after);
	if (rc == 1)
		rc = err_sys(err, "cannot find a free id in '%s'",
			     r->store.path);
	return rc;
}

int recording_start(struct recording *r, struct store *s,
		    const struct recording_request *asked, struct err *err)
{
	struct strs last = { 0 };
	int hold, rc = -1;

	init(r, s, asked);
	hold = store_lock_share(&r->store);
	r->start = recording_start_json(&r->store, asked, &last, err);
	if (r->start)
		rc = take_id(r, &last, asked->foreign, err);
	strs_release(&last);
	store_lock_drop(hold);
	if (!rc)
		rc = run_seal(&r->store, r->id, "start.json", err);
	if (!rc)
		resolve_hide(r->id);
	else
		recording_release(r);
	return rc;
}

static int may_resume(const struct run *run, struct err *err)
{
	switch (run->state) {
	case RUN_INTERRUPTED:
	case RUN_STOPPED:
		return 0;
	case RUN_RUNNING:
		return err_data(err, "run %s is still running", run->id);
	case RUN_FAILED:
		/* The user can free disk space or restore a lost input, but a
		 * wrong command line is part of the record. */
		if (json_int(run->end, "exit", 0) != ERR_USAGE)
			return 0;
		return err_data(err,
				"run %s cannot be resumed: its command line "
				"is wrong (see 'xp-log show %s'); start a new "
				"run",
				run->id, run->id);
	default:
		return err_data(
			err, "run %s has finished: there is nothing to resume",
			run->id);
	}
}

/* Returns the path of WHAT-N.json for the next free N; the caller frees it. */
static char *segment(const struct recording *r, const char *what, int *n)
{
	struct stat st;

	for (*n = *n ? *n : 1;; (*n)++) {
		char *path = mem_printf("%s/%s-%d.json", r->dir, what, *n);

		if (lstat(path, &st) < 0)
			return path;
		free(path);
	}
}

static struct json *resume_json(const struct recording_request *asked)
{
	struct json *j = json_new(), *argv = json_new_list();
	char when[32];
	int i;

	json_set_str(j, "xp", "resume 1");
	json_set_str(j, "version", asked->version);
	for (i = 0; i < asked->argc; i++)
		json_add_str(argv, asked->argv[i]);
	json_set(j, "argv", argv);
	json_set_str(j, "time", run_time(when));
	json_set_int(j, "pid", getpid());
	return j;
}

/* Renames the old end.json and records that the run is resumed. */
static int begin_segment(struct recording *r,
			 const struct recording_request *asked, struct err *err)
{
	int n = 0, rc = 0;
	char *resume = segment(r, "resume", &n);
	char *old = segment(r, "end", &n);
	char *end = run_path(&r->store, r->id, "end.json");
	struct json *j = resume_json(asked);

	if (rename(end, old) < 0 && errno != ENOENT)
		rc = err_sys(err, "cannot rename '%s'", end);
	if (!rc)
		rc = write_json(r, resume, j, err);
	if (!rc)
		rc = run_seal(&r->store, r->id, "end.json", err);
	if (!rc)
		rc = run_seal(&r->store, r->id, strrchr(resume, '/') + 1, err);
	json_free(j);
	free(end);
	free(old);
	free(resume);
	return rc;
}

/* Reads what the run has kept before it was resumed; a kill may have cut off
 * the last line. */
static int read_kept(struct recording *r, struct err *err)
{
	char *path = run_path(&r->store, r->id, "kept");
	int rc = file_list_read(&r->kept, path, err);

	free(path);
	return rc;
}

/* Reads the record.  We hold the run's lock, so nobody else can change it. */
static int take_over(struct recording *r, const struct recording_request *asked,
		     struct err *err)
{
	struct run run;
	double seconds = 0;
	int rc;

	if (run_read(&run, &r->store, r->id, err) < 0)
		return -1;
	/* The run counts as running only because we hold its lock. */
	if (run.state == RUN_RUNNING)
		run.state = RUN_INTERRUPTED;
	rc = may_resume(&run, err);
	if (!rc)
		rc = begin_segment(r, asked, err);
	if (!rc) {
		const char *text = run.end ? json_str(run.end, "seconds") :
					     NULL;

		if (text && num_real(&seconds, text) == 0)
			r->spent = seconds;
		r->start = run.start;
		r->before = run.inputs;
		r->outputs = run.outputs;
		rc = read_kept(r, err);
		run.start = NULL;
		memset(&run.inputs, 0, sizeof run.inputs);
		memset(&run.outputs, 0, sizeof run.outputs);
	}
	run_release(&run);
	return rc;
}

int recording_resume(struct recording *r, struct store *s, const char *id,
		     const struct recording_request *asked, struct err *err)
{
	char *lock;
	int rc;

	init(r, s, asked);
	r->id = mem_str(id);
	r->dir = run_path(&r->store, id, "");
	lock = run_path(&r->store, id, "lock");
	rc = take_lock(r, lock, asked->foreign, err);
	if (rc == 0)
		rc = err_data(err, "run %s is still running", id);
	if (rc == 1)
		rc = take_over(r, asked, err);
	free(lock);
	if (rc < 0) {
		recording_release(r);
		return -1;
	}
	resolve_hide(r->id);
	return 0;
}

int recording_is_own(const char *name)
{
	return !strncmp(name, RECORDING_OWN, strlen(RECORDING_OWN));
}

void recording_release(struct recording *r)
{
	if (r->lock >= 0)
		close(r->lock);
	if (r->inputs_fd >= 0)
		close(r->inputs_fd);
	if (r->outputs_fd >= 0)
		close(r->outputs_fd);
	if (r->kept_fd >= 0)
		close(r->kept_fd);
	json_free(r->start);
	json_free(r->watched);
	json_free(r->made_dirs);
	strs_release(&r->withheld);
	buf_release(&r->batch_inputs);
	buf_release(&r->batch_outputs);
	buf_release(&r->batch_kept);
	file_list_release(&r->inputs);
	file_list_release(&r->outputs);
	file_list_release(&r->before);
	file_list_release(&r->kept);
	file_list_release(&r->listings);
	store_release(&r->store);
	free(r->id);
	free(r->dir);
	free(r->real);
	memset(r, 0, sizeof *r);
	r->lock = r->inputs_fd = r->outputs_fd = r->kept_fd = -1;
}
