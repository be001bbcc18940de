/* remote.c - see remote.h. */
#include "remote/remote.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "remote/bucket.h"
#include "remote/far_side.h"
#include "remote/mend.h"
#include "remote/rclone.h"
#include "remote/receiver.h"
#include "remote/sender.h"
#include "remote/wire.h"
#include "store/object.h"
#include "store/staging.h"
#include "upkeep/transfer.h"

#define LANGUAGE "xp-log 1"

/* HOST:PATH, as scp has it, would become a directory of this name here. */
static int check_place(const char *place, struct err *err)
{
	size_t n = strcspn(place, ":/");
	const char *path = place + n + 1;
	struct stat st;

	if (!n || place[n] != ':' || !strncmp(path, "//", 2) ||
	    stat(place, &st) == 0)
		return 0;
	return err_usage(err,
			 "there is no directory '%s'; for a store on another "
			 "machine write ssh://%.*s%s%s",
			 place, (int)n, place,
			 *path == '/' ? "" :
			 *path == '~' ? "/" :
					"/~/",
			 path);
}

static int copy_near(enum remote_way way, const struct store *here, int n,
		     char **word, struct transfer *t, struct err *err)
{
	struct store there = { 0 };
	int rc = check_place(word[0], err);

	if (!rc)
		rc = transfer_open(&there, word[0], way == REMOTE_PUSH, err);
	if (!rc && way == REMOTE_PUSH)
		rc = transfer(t, here, &there, n - 1, word + 1, err);
	else if (!rc)
		rc = transfer(t, &there, here, n - 1, word + 1, err);
	store_release(&there);
	return rc;
}

/* What we want, "push", "pull" or "repair", and names of runs there. */
static int ask(struct wire *w, const char *what, int n, char **name,
	       struct err *err)
{
	struct buf b = { 0 }, answer = { 0 };
	int rc = 0;

	buf_printf(&b, LANGUAGE "\n%s\n", what);
	for (int i = 0; !rc && i < n; i++) {
		if (strchr(name[i], '\n'))
			rc = err_usage(err, "no run has such a name");
		buf_printf(&b, "%s\n", name[i]);
	}
	if (!rc)
		rc = wire_put(w, WIRE_HELLO, b.data, b.len, err);
	if (!rc)
		rc = wire_want(w, WIRE_HELLO, &answer, WIRE_LINE, err);
	if (!rc && strcmp(answer.data, LANGUAGE) != 0)
		rc = wire_nonsense("it has another version", err);
	buf_release(&answer);
	buf_release(&b);
	return rc;
}

static int talk_to(struct wire *w, enum remote_way way,
		   const struct store *here, int n, char **name,
		   struct transfer *t, struct err *err)
{
	int rc = way == REMOTE_PUSH ? ask(w, "push", 0, NULL, err) :
				      ask(w, "pull", n, name, err);

	if (!rc && way == REMOTE_PUSH)
		rc = sender_run(w, t, here, n, name, err);
	else if (!rc)
		rc = receiver_run(w, t, here, err);
	if (rc)
		wire_put_error(w, err);
	else
		transfer_say(t);
	return rc;
}

/* A store is not made there for runs that are not here. */
static int check_names(const struct store *here, int n, char **name,
		       struct err *err)
{
	struct strs ids = { 0 };
	int rc = n ? transfer_list(&ids, here, n, name, err) : 0;

	strs_release(&ids);
	return rc;
}

static int copy_far(enum remote_way way, const struct remote_options *o,
		    const struct store *here, int n, char **word,
		    struct transfer *t, struct err *err)
{
	struct far_side f;
	struct wire w = { .stop = o->stop, .talk = t->talk };
	int rc = far_side_parse(&f, word[0], err);

	if (!rc && way == REMOTE_PUSH)
		rc = check_names(here, n - 1, word + 1, err);
	if (!rc)
		rc = far_side_start(&f, o->command, err);
	w.in = w.out = f.fd;
	if (!rc)
		rc = talk_to(&w, way, here, n - 1, word + 1, t, err);
	far_side_end(&f, rc != 0, err);
	far_side_release(&f);
	return rc;
}

int remote_copy(enum remote_way way, const struct remote_options *o, int n,
		char **word, struct messages *talk, struct err *err)
{
	struct transfer t = { .talk = talk, .stop = o->stop };
	struct store here;
	int rc = store_need(&here, err);

	if (rc < 0)
		return -1;
	if (!strncmp(word[0], FAR_SIDE, strlen(FAR_SIDE)))
		rc = copy_far(way, o, &here, n, word, &t, err);
	else if (rclone_is(word[0]))
		rc = bucket_copy(way == REMOTE_PUSH, &here, n, word, &t, err);
	else
		rc = copy_near(way, &here, n, word, &t, err);
	object_healed(talk);
	store_release(&here);
	return rc;
}

static int talk_of_repair(struct wire *w, const struct fsck_report *f,
			  const char *dir, struct err *err)
{
	int rc = ask(w, "repair", 0, NULL, err);

	if (!rc)
		rc = mend_ask(w, f, dir, err);
	if (rc)
		wire_put_error(w, err);
	return rc;
}

/* Fetches what F wants into the directory DIR. */
static int fetch(const struct fsck_report *f, const char *from, const char *dir,
		 const struct remote_options *o, struct messages *talk,
		 struct err *err)
{
	struct far_side side;
	struct wire w = { .stop = o->stop, .talk = talk };
	int rc = far_side_parse(&side, from, err);

	if (!rc)
		rc = far_side_start(&side, o->command, err);
	w.in = w.out = side.fd;
	if (!rc)
		rc = talk_of_repair(&w, f, dir, err);
	far_side_end(&side, rc != 0, err);
	far_side_release(&side);
	return rc;
}

/* What the link brought before it broke is used, too. */
static int repair_far(struct fsck_report *f, const char *from,
		      const struct remote_options *o, struct messages *talk,
		      struct err *err)
{
	char *temp = mem_printf("%s/tmp/repair-p%ld-XXXXXX", f->store->path,
				(long)getpid());
	struct err late = { 0 };
	int held, rc = staging_make(temp, &held);

	if (rc < 0) {
		err_sys(err, "cannot make '%s'", temp);
		free(temp);
		return -1;
	}
	rc = rclone_is(from) ? bucket_fetch(f, from, temp, o->stop, err) :
			       fetch(f, from, temp, o, talk, err);
	if (repair_from(f, temp, &late) < 0 && !rc) {
		*err = late;
		rc = -1;
	}
	staging_remove(temp);
	close(held);
	free(temp);
	return rc;
}

int remote_repair(struct fsck_report *f, const char *from,
		  const struct remote_options *o, struct messages *talk,
		  struct err *err)
{
	if (!strncmp(from, FAR_SIDE, strlen(FAR_SIDE)) || rclone_is(from))
		return repair_far(f, from, o, talk, err);
	return check_place(from, err) < 0 ? -1 : repair_from(f, from, err);
}

static int answer_in(struct wire *w, struct transfer *t, const struct store *s,
		     const struct strs *word, struct err *err)
{
	const char *what = word->at[1];

	if (!strcmp(what, "push"))
		return receiver_run(w, t, s, err);
	if (!strcmp(what, "repair"))
		return mend_answer(w, s, err);
	return sender_run(w, t, s, (int)word->n - 3, word->at + 2, err);
}

/* WORD: "xp-log 1", "push", "pull" or "repair", names of runs, "". */
static int answer(struct wire *w, const char *path, int read_only,
		  const struct strs *word, struct err *err)
{
	struct messages talk = { 0 };
	struct transfer t = { .talk = &talk };
	struct store s = { 0 };
	int push, rc;

	if (word->n < 3 || strcmp(word->at[0], LANGUAGE) != 0)
		return wire_nonsense("it has another version", err);
	push = !strcmp(word->at[1], "push");
	if (!push && strcmp(word->at[1], "pull") != 0 &&
	    strcmp(word->at[1], "repair") != 0)
		return wire_nonsense("it asks for what is not known", err);
	if (push && read_only)
		return err_usage(err, "runs can only be pulled from here");
	rc = transfer_open(&s, path, push, err);
	if (!rc)
		rc = wire_put_text(w, WIRE_HELLO, err, LANGUAGE);
	if (!rc)
		rc = answer_in(w, &t, &s, word, err);
	messages_release(&talk);
	store_release(&s);
	return rc;
}

int remote_serve(const char *path, int in, int out, int read_only,
		 int (*stop)(void), struct err *err)
{
	struct wire w = { .in = in, .out = out, .stop = stop };
	struct strs word = { 0 };
	struct buf hello = { 0 };
	int rc = wire_want(&w, WIRE_HELLO, &hello, 16 * WIRE_LINE, err);

	if (!rc) {
		strs_split(&word, hello.data, '\n');
		rc = answer(&w, path, read_only, &word, err);
	}
	if (rc && !w.over) {
		wire_put_error(&w, err);
		rc = 1;
	}
	if (rc && w.told)
		rc = 1;
	strs_release(&word);
	buf_release(&hello);
	return rc;
}
