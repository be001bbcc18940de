/*
 * t_run.c - runs: written, read back, named, listed, taken up again.
 */
#include "run/resolve.h"
#include "run/run.h"
#include "run/run_file.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/file_list.h"
#include "store/object.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "run/index.h"
#include "run/run_order.h"
#include "run/recording.h"
#include "run/recording_end.h"
#include "run/recording_note.h"
#include "run/recording_start.h"
#include "run/lineage.h"
#include "unit.h"

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct store store;
static struct err err;

static int start(void **state)
{
	(void)state;
	unsetenv("XP_DIR");
	err = (struct err){ 0 };
	resolve_hide("");
	if (system("rm -rf .xp work && mkdir work"))
		return -1;
	return store_make(&store, ".", &err) == 1 ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	store_release(&store);
	return 0;
}

static struct store again(void)
{
	struct store s;

	assert_int_equal(store_find(&s, &err), 1);
	return s;
}

static void begin(struct recording *r, const char *tool, int n, char **word)
{
	struct recording_request a = { .tool = tool,
				       .version = "1",
				       .argc = n,
				       .argv = word,
				       .operands = n ? n - 1 : 0,
				       .operand = word + 1,
				       .what = "some work" };
	struct store s = again();

	if (recording_start(r, &s, &a, &err) < 0)
		fail_msg("%s", err.text);
}

static void note(struct recording *r, int output, const char *path,
		 const char *text)
{
	struct buf b = { 0 };
	struct file_note n = {
		.output = output, .path = path, .data = &b, .size = strlen(text)
	};

	buf_str(&b, text);
	digest_of(&n.digest, text, strlen(text));
	if (recording_note(r, &n, &err) < 0)
		fail_msg("%s", err.text);
	buf_release(&b);
}

static void end(struct recording *r, int code)
{
	if (recording_end(r, code, NULL, 0, &err) < 0)
		fail_msg("%s", err.text);
	recording_release(r);
}

/* A whole run that read IN and wrote OUT; its id, to be freed. */
static char *whole(const char *tool, const char *in, const char *out)
{
	char name[] = "tool", *word[] = { name };
	struct recording r;
	char *id;

	begin(&r, tool, 1, word);
	id = strdup(r.id);
	if (in)
		note(&r, 0, "-", in);
	if (out)
		note(&r, 1, "-", out);
	end(&r, 0);
	resolve_hide("");
	return id;
}

static int last(struct run *run)
{
	struct store s;
	int rc = resolve_find(run, &s, "@any1", &err);

	store_release(&s);
	return rc;
}

static void ids_have_a_form(void **state)
{
	(void)state;
	assert_int_equal(run_id_is("20261123-202530-1234abcd"), 1);
	assert_int_equal(run_id_is("20261123-202530-1234abcg"), 0);
	assert_int_equal(run_id_is("20261123-202530-1234abc"), 0);
	assert_int_equal(run_id_is("20261123-202530-1234abcde"), 0);
	assert_int_equal(run_id_is("2026112--202530-1234abcd"), 0);
	assert_int_equal(run_id_is(""), 0);
	assert_int_equal(run_id_is("../../../../../../etc/xx"), 0);
	assert_int_equal(run_id_time("20261125-213416-9928e5b5"),
			 1795642456992);
	assert_int_equal(run_id_time("20261125-2134"), 0);
}

static void lists_are_what_sha256sum_writes(void **state)
{
	struct file_list l = { 0 }, back = { 0 };
	struct digest d;
	struct buf b = { 0 };

	(void)state;
	digest_of(&d, "abc", 3);
	unit_write("work/b\\c", "abc", 3);
	unit_write("work/b c", "abc", 3);
	file_list_push(&l, "work/b\\c", &d);
	file_list_push(&l, "work/b c", &d);
	file_list_sort(&l);
	file_list_text(&l, &b);
	unit_write("work/sums", b.data, b.len);
	assert_int_equal(system("sha256sum 'work/b c' 'work/b\\c' | "
				"cmp - work/sums"),
			 0);
	assert_int_equal(system("sha256sum -c --status --strict work/sums"), 0);
	assert_int_equal(file_list_parse(&back, b.data, b.len, &err), 0);
	assert_int_equal(back.n, 2);
	assert_string_equal(back.list[1].path, "work/b\\c");
	assert_non_null(file_list_find(&back, "work/b c"));
	assert_null(file_list_find(&back, "work/b"));
	file_list_release(&l);
	file_list_release(&back);
	buf_release(&b);
}

static void sorting_keeps_the_last(void **state)
{
	struct file_list l = { 0 };
	struct digest one, two;

	(void)state;
	digest_of(&one, "1", 1);
	digest_of(&two, "2", 1);
	file_list_push(&l, "b", &one);
	file_list_push(&l, "a", &one);
	file_list_push(&l, "b", &two);
	file_list_sort(&l);
	assert_int_equal(l.n, 2);
	assert_string_equal(l.list[0].path, "a");
	assert_int_equal(digest_same(&l.list[1].digest, &two), 1);
	file_list_release(&l);
}

static void odd_lists_are_refused(void **state)
{
	static const char *const bad[] = { "x\n", ABC "\n", ABC " x\n",
					   ABC "  \n", "\\" ABC "  a\\x\n" };
	struct file_list l = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(file_list_parse(&l, bad[i], strlen(bad[i]),
						 &err),
				 -1);
		assert_says(&err, ERR_DATA, "line 1");
		file_list_release(&l);
	}
	/* A line that a kill cut off is not there. */
	assert_int_equal(file_list_parse(&l, ABC "  a\n" ABC "  b",
					 2 * DIGEST_HEX + 7, &err),
			 0);
	assert_int_equal(l.n, 1);
	file_list_release(&l);
}

static void a_run_is_read_back(void **state)
{
	char tool[] = "xp-x", table[] = "a.tsv", *word[] = { tool, table };
	struct recording r;
	struct buf b = { 0 };
	struct run run;

	(void)state;
	begin(&r, "xp-x", 2, word);
	assert_int_equal(run_read(&run, &store, r.id, &err), 0);
	assert_int_equal(run.state, RUN_RUNNING);
	run_release(&run);
	note(&r, 0, "a.tsv", "abc");
	note(&r, 1, "-", "out");
	assert_int_equal(run_read(&run, &store, r.id, &err), 0);
	assert_int_equal(run.inputs.n, 1); /* lists are live */
	assert_int_equal(run.outputs.n, 1);
	run_release(&run);
	end(&r, 0);
	resolve_hide("");
	assert_int_equal(last(&run), 0);
	assert_int_equal(run.state, RUN_DONE);
	assert_string_equal(json_str(run.start, "tool"), "xp-x");
	assert_string_equal(json_str(run.start, "cwd"), ".");
	assert_int_equal(json_len(json_get(run.recipe, "operands")), 0);
	assert_int_equal(run_file(&store, &run, "a.tsv", &b, &err), 0);
	assert_string_equal(buf_text(&b), "abc");
	assert_int_equal(run_file(&store, &run, NULL, &b, &err), 0);
	assert_string_equal(buf_text(&b), "out");
	assert_int_equal(run_file(&store, &run, ABC, &b, &err), 0);
	assert_string_equal(buf_text(&b), "abc");
	assert_int_equal(run_file(&store, &run, "none", &b, &err), -1);
	assert_says(&err, ERR_DATA, "no file 'none'");
	buf_release(&b);
	run_release(&run);
}

/* Cuts the last line off the file NAME of run ID. */
static void cut_line(const char *id, const char *name)
{
	char *command;

	if (asprintf(&command, "sed -i '$d' '%s/runs/%s/%s'", store.path, id,
		     name) < 0)
		abort();
	assert_int_equal(system(command), 0);
	free(command);
}

/* What seals a record is compared whenever it is read. */
static void a_list_that_was_cut_is_found(void **state)
{
	static const char *const names[] = { "inputs", "outputs",
					     "recipe.json" };
	char *other = whole("t", "abc", "def");
	struct run run;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *id = whole("t", "abc", "def");

		assert_int_equal(run_read(&run, &store, id, &err), 0);
		run_release(&run);
		cut_line(id, names[i]);
		assert_int_equal(run_read(&run, &store, id, &err), -1);
		assert_says(&err, ERR_DATA, id);
		assert_says(&err, ERR_DATA, names[i]);
		assert_int_equal(run_read(&run, &store, other, &err), 0);
		run_release(&run);
		free(id);
	}
	free(other);
}

static enum run_state state_after(int code)
{
	char name[] = "tool", *word[] = { name };
	struct recording r;
	struct run run;
	enum run_state is;

	begin(&r, "t", 1, word);
	end(&r, code);
	resolve_hide("");
	assert_int_equal(last(&run), 0);
	is = run.state;
	run_release(&run);
	return is;
}

static void ends_are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(state_after(0), RUN_DONE);

	assert_int_equal(state_after(1), RUN_NO);

	assert_int_equal(state_after(3), RUN_FAILED);

	assert_int_equal(state_after(-2), RUN_STOPPED);
}

/* A child begins a run and is killed in it; the run's id. */
static char *killed(const char *in)
{
	char name[] = "tool", *word[] = { name }, *id = malloc(64);
	struct recording r;
	int fd[2], status;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		begin(&r, "t", 1, word);
		note(&r, 0, "in.tsv", in);
		if (write(fd[1], r.id, strlen(r.id)) > 0)
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	close(fd[1]);
	n = read(fd[0], id, 63);
	assert_int_equal(n, 24);
	id[n] = 0;
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WIFSIGNALED(status), 1);
	return id;
}

/* What kills left is taken away by the next run when nobody holds it. */
static void leftovers_go_when_nobody_holds_them(void **state)
{
	char *id = killed("abc"), *command;
	int fd;

	(void)state;
	if (asprintf(&command,
		     "cd '%s' && touch tmp/dead tmp/held tmp/young && "
		     "mkdir tmp/run && touch tmp/run/lock runs/%s/keep "
		     "runs/%s/.state.xp-abcdef && touch -d '1 hour ago' "
		     "tmp/dead tmp/held tmp/run/lock tmp/run runs/%s/lock "
		     "runs/%s/.state.xp-abcdef runs/%s/keep",
		     store.path, id, id, id, id, id) < 0)
		abort();
	assert_int_equal(system(command), 0);
	free(command);
	if (asprintf(&command, "%s/tmp/held", store.path) < 0)
		abort();
	fd = open(command, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	free(command);
	free(whole("t", "abc", NULL));
	if (asprintf(&command,
		     "cd '%s' && test \"$(ls tmp | xargs)\" = 'held young' && "
		     "test -e runs/%s/keep && test ! -e "
		     "runs/%s/.state.xp-abcdef",
		     store.path, id, id) < 0)
		abort();
	assert_int_equal(system(command), 0);
	free(command);
	close(fd);
	free(id);
}

static void a_killed_run_is_interrupted(void **state)
{
	char *id = killed("abc");
	struct run run;

	(void)state;
	assert_int_equal(run_read(&run, &store, id, &err), 0);
	assert_int_equal(run.state, RUN_INTERRUPTED);
	assert_int_equal(run.inputs.n, 1);
	run_release(&run);
	free(id);
}

static int take_up(struct recording *r, const char *id)
{
	char name[] = "tool", *word[] = { name };
	struct recording_request a = {
		.tool = "t", .version = "1", .argc = 1, .argv = word
	};
	struct store s = again();

	return recording_resume(r, &s, id, &a, &err);
}

static void a_killed_run_is_taken_up(void **state)
{
	char *id = killed("abc");
	struct recording r, other;
	struct run run;

	(void)state;
	assert_int_equal(take_up(&r, id), 0);
	assert_int_equal(take_up(&other, id), -1);
	assert_says(&err, ERR_DATA, "is still running");
	note(&r, 0, "in.tsv", "abc");
	note(&r, 1, "-", "done");
	end(&r, 0);
	assert_int_equal(run_read(&run, &store, id, &err), 0);
	assert_int_equal(run.state, RUN_DONE);
	assert_int_equal(run.inputs.n, 1);
	run_release(&run);
	assert_int_equal(take_up(&r, id), -1);
	assert_says(&err, ERR_DATA, "has finished");
	free(id);
}

static void inputs_of_a_resumed_run_must_be_the_same(void **state)
{
	char *id = killed("abc");
	struct file_note n = { .path = "in.tsv" };
	struct recording r;
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(take_up(&r, id), 0);
	buf_str(&b, "abd");
	n.data = &b;
	digest_of(&n.digest, "abd", 3);
	assert_int_equal(recording_note(&r, &n, &err), -1);
	assert_says(&err, ERR_DATA, "'in.tsv' has changed since run");
	recording_release(&r);
	buf_release(&b);
	free(id);
}

static void a_resumed_run_has_the_recipe_of_a_whole_one(void **state)
{
	char name[] = "tool", *word[] = { name };
	char *id = killed("abc");
	struct recording r;
	struct run a, b;

	(void)state;
	assert_int_equal(take_up(&r, id), 0);
	note(&r, 0, "in.tsv", "abc");
	end(&r, 0);
	begin(&r, "t", 1, word);
	note(&r, 0, "in.tsv", "abc");
	end(&r, 0);
	resolve_hide("");
	assert_int_equal(run_read(&a, &store, id, &err), 0);
	assert_int_equal(last(&b), 0);
	assert_string_not_equal(a.id, b.id);
	assert_int_equal(digest_same(&a.recipe_id, &b.recipe_id), 1);
	run_release(&a);
	run_release(&b);
	free(id);
}

static void own_files_have_names_without_an_id(void **state)
{
	char name[] = "tool", *word[] = { name }, *path;
	struct file_note n = { .output = 1, .path = "x" };
	struct recording r;
	struct run run;
	struct stat st;

	(void)state;
	begin(&r, "t", 1, word);
	path = run_path(&store, r.id, "w.bin");
	unit_write(path, "abc", 3);
	n.at = path;
	digest_of(&n.digest, "abc", 3);
	assert_int_equal(recording_note(&r, &n, &err), 0);
	assert_int_equal(object_has(&store, &n.digest), 0);
	n.output = 0;
	assert_int_equal(recording_note(&r, &n, &err), 0);
	end(&r, 0);
	resolve_hide("");
	assert_int_equal(last(&run), 0);
	assert_int_equal(run.inputs.n, 0);
	assert_int_equal(run.outputs.n, 1);
	assert_string_equal(run.outputs.list[0].path, ".xp/run/w.bin");
	assert_int_equal(object_has(&store, &n.digest), 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_nlink, 2);
	run_release(&run);
	free(path);
}

static void names_are_resolved(void **state)
{
	char *a = whole("t", NULL, "1"), *b = whole("t", NULL, "2"), *id;
	char part[64];

	(void)state;
	assert_int_equal(resolve_run(&store, "@1", &id, &err), 0);
	assert_string_equal(id, b);
	free(id);
	assert_int_equal(resolve_run(&store, "@2", &id, &err), 0);
	assert_string_equal(id, a);
	free(id);
	assert_int_equal(resolve_run(&store, "@3", &id, &err), -1);
	assert_says(&err, ERR_DATA, "the store has only 2 runs");
	assert_int_equal(resolve_run(&store, "@0", &id, &err), -1);
	assert_says(&err, ERR_USAGE, "is not the name of a run");
	resolve_hide(b);
	assert_int_equal(resolve_run(&store, "@last", &id, &err), 0);
	assert_string_equal(id, a);
	free(id);
	snprintf(part, sizeof part, "%s", a + 16);
	assert_int_equal(resolve_run(&store, part, &id, &err), 0);
	assert_string_equal(id, a);
	free(id);
	assert_int_equal(resolve_run(&store, "2026", &id, &err), -1);
	assert_non_null(strstr(err.text, a));
	assert_int_equal(tag_set(&store, "best", a, 0, &err), 0);
	assert_int_equal(resolve_run(&store, "best", &id, &err), 0);
	assert_string_equal(id, a);
	free(id);
	assert_int_equal(resolve_run(&store, "nono", &id, &err), -1);
	assert_says(&err, ERR_DATA, "best");
	free(a);
	free(b);
}

static void a_damaged_record_hides_only_itself(void **state)
{
	char *a = whole("t", NULL, "1"), *b = whole("u", "1", "2"), *path;
	struct index_filter all = { 0 };
	struct tsv t = { 0 };
	struct run run;

	(void)state;
	path = run_path(&store, a, "start.json");
	unit_write(path, "{\"tool\":", 8);
	assert_int_equal(run_read(&run, &store, a, &err), -1);
	assert_says(&err, ERR_DATA, "is damaged");
	assert_int_equal(run_read(&run, &store, b, &err), 0);
	run_release(&run);
	assert_int_equal(index_table(&t, &store, &all, &err), 0);
	assert_int_equal(t.rows, 2);
	assert_string_equal(tsv_get(&t, 0, 1), "damaged");
	assert_string_equal(tsv_get(&t, 1, 1), "done");
	tsv_release(&t);
	free(path);
	free(a);
	free(b);
}

static void check_index(const char *first, const char *second)
{
	struct index_filter all = { 0 };
	struct tsv t = { 0 };

	assert_int_equal(index_table(&t, &store, &all, &err), 0);
	assert_int_equal(t.rows, 2);
	assert_string_equal(tsv_get(&t, 0, 1), first);
	assert_string_equal(tsv_get(&t, 1, 1), second);
	assert_string_equal(tsv_get(&t, 0, 2), "t");
	tsv_release(&t);
}

/* Let the run's directory look SECONDS old. */
static void age(const char *id, int seconds)
{
	char command[200];

	snprintf(command, sizeof command, "touch -d '-%d seconds' .xp/runs/%s",
		 seconds, id);
	assert_int_equal(system(command), 0);
}

static void the_index_is_only_a_cache(void **state)
{
	char *a = whole("t", NULL, "1"), *b = killed("abc");
	struct recording r;

	(void)state;
	age(a, 100);
	age(b, 50);
	check_index("done", "interrupted");
	assert_non_null(strstr(unit_read(".xp/index"), a));
	check_index("done", "interrupted");
	/* Alive or dead is asked anew. */
	assert_int_equal(take_up(&r, b), 0);
	check_index("done", "running");
	age(b, 50); /* as if nothing had changed */
	check_index("done", "running");
	recording_release(&r);
	check_index("done", "interrupted");
	/* Damage or loss of it does not matter. */
	unit_write(".xp/index", "xp index 2\ngarbage\nend\n", 23);
	check_index("done", "interrupted");
	assert_int_equal(unlink(".xp/index"), 0);
	check_index("done", "interrupted");
	free(a);
	free(b);
}

static void stages_come_in_their_order(void **state)
{
	const struct run_order_run r[] = {
		{ "20261123-202530-00000000", "", "" },
		{ "20261123-202530-10000000", "pipe:[2]", "" },
		{ "20261123-202530-20000000", "pipe:[1]", "pipe:[2]" },
		{ "20261123-202530-30000000", "", "" },
		{ "20261123-202530-40000000", "pipe:[9]", "pipe:[1]" },
		{ "20261123-202531-00000000", "pipe:[8]", "pipe:[8]" },
		{ "20261123-202599-00000000", "", "pipe:[9]" },
	};
	/* 6 made no pipe that 4 read: it came much later. */
	static const size_t want[] = { 0, 3, 4, 2, 1, 5, 6 };
	size_t to[7], i;

	(void)state;
	run_order(r, 7, to);
	for (i = 0; i < 7; i++)
		assert_int_equal(to[i], want[i]);
}

static void rings_end(void **state)
{
	const struct run_order_run r[] = {
		{ "20261123-202530-10000000", "pipe:[2]", "pipe:[1]" },
		{ "20261123-202530-20000000", "pipe:[1]", "pipe:[2]" },
	};
	size_t to[2];

	(void)state;
	run_order(r, 2, to);
	assert_int_equal(to[0] + to[1], 1);
}

/* A run that reads bytes as one file and writes others to another one. */
static char *chain(const char *tool, const char *in, const char *in_bytes,
		   const char *out, const char *out_bytes)
{
	char *word[] = { (char *)(uintptr_t)tool }, *id;
	struct recording r;

	begin(&r, tool, 1, word);
	note(&r, 0, in, in_bytes);
	note(&r, 1, out, out_bytes);
	id = strdup(r.id);
	end(&r, 0);
	return id;
}

static void assert_lineage(const char *id, const char *const *want)
{
	struct lineage l;
	struct run run;
	size_t i;

	assert_int_equal(run_read(&run, &store, id, &err), 0);
	assert_int_equal(lineage_read(&l, &store, &run, &err), 0);
	for (i = 0; want[i]; i++) {
		assert_true(i < l.n);
		assert_string_equal(l.list[i].id, want[i]);
		assert_int_equal(l.list[i].depth, i);
	}
	assert_int_equal(l.n, i);
	assert_int_equal(l.list[i - 1].raw, 1);
	assert_string_equal(l.list[i - 1].first, "raw");
	lineage_release(&l);
	run_release(&run);
}

static void lineage_goes_back_to_raw_files(void **state)
{
	char *a = chain("pairs", "raw", "pixels", "p.tsv", "table");
	char *b = chain("norm", "./p.tsv", "table", "n.tsv", "normed");
	char *c = chain("train", "n.tsv", "normed", "w", "weights");

	(void)state;
	assert_lineage(c, (const char *const[]){ c, b, a, NULL });
	free(a);
	free(b);
	free(c);
}

/* cp: what it reads is what it writes, and equal bytes are no link. */
static void lineage_ends(void **state)
{
	char *a = chain("cp", "raw", "same", "b", "same");
	char *b = chain("cp", "b", "same", "c", "same");
	char *c = chain("cp", "raw", "same", "d", "same");

	(void)state;
	assert_lineage(b, (const char *const[]){ b, a, NULL });
	assert_lineage(c, (const char *const[]){ c, NULL });
	free(a);
	free(b);
	free(c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ids_have_a_form),
		TEST(lists_are_what_sha256sum_writes),
		TEST(sorting_keeps_the_last),
		TEST(odd_lists_are_refused),
		TEST(a_run_is_read_back),
		TEST(a_list_that_was_cut_is_found),
		TEST(ends_are_told_apart),
		TEST(a_killed_run_is_interrupted),
		TEST(leftovers_go_when_nobody_holds_them),
		TEST(a_killed_run_is_taken_up),
		TEST(inputs_of_a_resumed_run_must_be_the_same),
		TEST(a_resumed_run_has_the_recipe_of_a_whole_one),
		TEST(own_files_have_names_without_an_id),
		TEST(names_are_resolved),
		TEST(a_damaged_record_hides_only_itself),
		TEST(the_index_is_only_a_cache),
		TEST(stages_come_in_their_order),
		TEST(rings_end),
		TEST(lineage_goes_back_to_raw_files),
		TEST(lineage_ends),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
