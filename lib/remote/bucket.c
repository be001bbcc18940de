/*
 * bucket.c - see bucket.h.
 *
 * The near side is the sender or the receiver that speaks with another machine.
 * The far side is a second thread, which answers as a program there would.
 */
#include "remote/bucket.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "file/path.h"
#include "remote/bucket_pull.h"
#include "remote/bucket_push.h"
#include "remote/receiver.h"
#include "remote/sender.h"
#include "store/object.h"
#include "store/staging.h"
#include "store/store_lock.h"
#include "store/sweep.h"

struct bucket_session {
	int push;
	const struct store *here;
	int n;
	char **name;
	struct transfer *t;
	struct bucket_push to;
	struct bucket_pull from;
	struct wire near, far;
	int near_rc, far_rc;
	struct err near_err, far_err;
};

/* One pass is enough, unless runs have several records. */
static int near_side(struct bucket_session *s)
{
	struct err *err = &s->near_err;
	int rc = 0;

	if (s->push)
		return sender_run(&s->near, s->t, s->here, s->n, s->name, err);
	for (size_t i = 0; !rc && i < s->from.passes; i++) {
		struct transfer more = { .talk = s->t->talk,
					 .stop = s->t->stop };

		rc = receiver_run(&s->near, i ? &more : s->t, s->here, err);
		s->t->objects += more.objects;
		s->t->bytes += more.bytes;
	}
	return rc;
}

static int far_side(struct bucket_session *s)
{
	return s->push ? bucket_push_answer(&s->to, &s->far, &s->far_err) :
			 bucket_pull_answer(&s->from, &s->far, &s->far_err);
}

static void speak(void *arg, size_t what, int worker)
{
	struct bucket_session *s = arg;
	struct wire *w = what ? &s->far : &s->near;
	int rc = what ? far_side(s) : near_side(s);

	(void)worker;
	*(what ? &s->far_rc : &s->near_rc) = rc;
	if (rc)
		wire_put_error(w, what ? &s->far_err : &s->near_err);
	close(w->in);
}

/* The side that was not told why by the other one knows. */
static int end(struct bucket_session *s, struct err *err)
{
	if (s->far_rc && !s->far.told)
		*err = s->far_err;
	else if (s->near_rc)
		*err = s->near_err;
	else if (s->far_rc)
		*err = s->far_err;
	return s->near_rc || s->far_rc ? -1 : 0;
}

static int speak_both(struct bucket_session *s, struct err *err)
{
	struct thread_pool *pool = thread_pool_new(2);
	int fd[2], rc = 0;

	if (thread_pool_threads(pool) < 2)
		rc = err_sys(err, "cannot start a thread");
	else if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) < 0)
		rc = err_sys(err, "cannot make a socket");
	if (!rc) {
		s->near = (struct wire){ fd[0], fd[0], .stop = s->t->stop,
					 .talk = s->t->talk, .heard = 1 };
		s->far = (struct wire){ fd[1], fd[1], .stop = s->t->stop,
					.heard = 1 };
		thread_pool_run(pool, 2, speak, s);
		rc = end(s, err);
	}
	thread_pool_free(pool);
	return rc;
}

static int check_version(const struct rclone *r, struct err *err)
{
	if (!r->n || rclone_find(r, "version"))
		return 0;
	return err_data(err,
			"'%s' has files, but none of xp's: name a path of "
			"their own for the runs",
			r->name);
}

/* Makes the directory r->temp, and lists the bucket. */
static int begin(struct rclone *r, const char *word, const char *temp,
		 int *held, int (*stop)(void), struct err *err)
{
	int rc = rclone_open(r, word, err);

	if (rc)
		return rc;
	r->stop = stop;
	r->temp = mem_str(temp);
	if (staging_make(r->temp, held) < 0)
		return err_sys(err, "cannot make the directory '%s'", r->temp);
	rc = rclone_list(r, err);
	return rc ? rc : check_version(r, err);
}

static void finish(struct rclone *r, int held)
{
	if (held >= 0) {
		staging_remove(r->temp);
		close(held);
	}
	rclone_release(r);
}

/* Returns a name for staging_make.  One in the store says whose it is, so that
 * the next command that sweeps the store takes it away when we were killed.
 * The caller frees it. */
static char *temp_in(const struct store *s)
{
	const char *tmp = getenv("TMPDIR");
	struct err ignored = { 0 };

	if (store_writable(s, &ignored) < 0)
		return mem_printf("%s/xp-bucket.XXXXXX",
				  tmp && *tmp ? tmp : "/tmp");
	sweep_store(s, NULL);
	return mem_printf("%s/tmp/bucket-p%d-XXXXXX", s->path, (int)getpid());
}

/* A bucket is not made for runs that are not here. */
static int push(struct bucket_session *s, const char *word, struct err *err)
{
	char *temp = temp_in(s->here);
	struct rclone r = { 0 };
	struct strs ids = { 0 };
	int held = -1, lock = store_lock_share(s->here);
	int rc = transfer_list(&ids, s->here, s->n, s->name, err);

	if (!rc)
		rc = begin(&r, word, temp, &held, s->t->stop, err);
	if (!rc)
		rc = bucket_push_begin(&s->to, &r, s->here, err);
	if (!rc)
		rc = speak_both(s, err);
	bucket_push_release(&s->to);
	finish(&r, held);
	store_lock_drop(lock);
	strs_release(&ids);
	free(temp);
	return rc;
}

static int pull(struct bucket_session *s, const char *word, struct err *err)
{
	char *temp = temp_in(s->here);
	struct rclone r = { 0 };
	int held = -1, rc = store_writable(s->here, err);

	if (!rc)
		rc = begin(&r, word, temp, &held, s->t->stop, err);
	if (!rc)
		rc = bucket_pull_begin(&s->from, &r, s->here, s->n, s->name,
				       err);
	if (!rc)
		rc = speak_both(s, err);
	bucket_pull_release(&s->from);
	finish(&r, held);
	free(temp);
	return rc;
}

int bucket_copy(int is_push, const struct store *here, int n, char **word,
		struct transfer *t, struct err *err)
{
	struct bucket_session s = { .push = is_push,
				    .here = here,
				    .n = n - 1,
				    .name = word + 1,
				    .t = t };
	int rc = is_push ? push(&s, word[0], err) : pull(&s, word[0], err);

	if (!rc)
		transfer_say(t);
	return rc;
}

int bucket_fetch(const struct fsck_report *f, const char *from, const char *dir,
		 int (*stop)(void), struct err *err)
{
	char *temp = mem_printf("%s/bucket-XXXXXX", dir);
	struct strs names = { 0 };
	struct rclone r = { 0 };
	int held = -1, rc = begin(&r, from, temp, &held, stop, err);

	for (size_t i = 0; !rc && i < f->n; i++) {
		char *name = object_name(&f->list[i].want);

		if (f->list[i].wanted && f->list[i].kind == FSCK_OBJECT &&
		    rclone_find(&r, name) && !strs_has(&names, name))
			strs_add(&names, name);
		free(name);
	}
	if (!rc && names.n)
		rc = rclone_get(&r, dir, &names, err);
	strs_release(&names);
	finish(&r, held);
	free(temp);
	return rc;
}
