/*
 * t_worktree.c - commit and difference of a work tree; git itself is the
 * other opinion, and applying the patch is the proof.
 */
#include "code/worktree.h"
#include "code/new_source.h"

#include <sys/stat.h>

#include "unit.h"

static struct err err;

#define SH(command) assert_int_equal(system(command), 0)

static int start(void **state)
{
	(void)state;
	err = (struct err){ 0 };
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CEILING_DIRECTORIES", "/", 1);
	unsetenv("GIT_DIR");
	return system("rm -rf w c bare && mkdir w && cd w && "
		      "git init -q -b main . && "
		      "git config user.email a@example.org && "
		      "git config user.name a && "
		      "printf 'one\\ntwo\\n' > a.py && "
		      "head -c 3000 /bin/sh > b.bin && mkdir d && "
		      "echo x > d/gone.c && echo '*.o' > .gitignore && "
		      "git add . && git commit -qm one");
}

/* All that a record asks for, as it asks for it. */
static int read_all(struct worktree *w, const char *dir)
{
	struct messages m = { 0 };
	int rc = worktree_read(w, dir, &m, &err);

	if (rc == 1)
		worktree_compare(w, &m);
	for (size_t i = 0; i < m.n; i++)
		print_message("%s\n", m.list[i].text);
	messages_release(&m);
	return rc;
}

static void apply(const struct worktree *w)
{
	unit_write("p", w->patch.data, w->patch.len);
	SH("git clone -q w c && cd c && git apply ../p");
}

static void a_clean_tree(void **state)
{
	struct worktree w;

	(void)state;
	SH("cd w && git rev-parse HEAD | tr -d '\\n' > ../id");
	assert_int_equal(read_all(&w, "w"), 1);
	assert_string_equal(w.commit, unit_read("id"));
	assert_string_equal(w.branch, "main");
	assert_int_equal(w.dirty, 0);
	assert_int_equal(w.patch.len, 0);
	worktree_release(&w);
}

static void below_the_top_too(void **state)
{
	struct worktree w;

	(void)state;
	SH("echo changed >> w/a.py");
	assert_int_equal(read_all(&w, "w/d"), 1);
	assert_int_equal(w.dirty, 1);
	assert_non_null(strstr(buf_text(&w.patch), "+changed"));
	worktree_release(&w);
	assert_int_equal(read_all(&w, "w/.git/objects"), 1);
	assert_int_equal(w.dirty, 1);
	worktree_release(&w);
	SH("git clone -q --separate-git-dir=c/git w c/clone");
	assert_int_equal(read_all(&w, "c/clone/d"), 1);
	worktree_release(&w);
}

static void the_patch_gives_the_files(void **state)
{
	struct worktree w;

	(void)state;
	SH("cd w && echo three >> a.py && tail -c 2000 /bin/sh > b.bin && "
	   "rm d/gone.c && echo new > d/new.sh && chmod +x d/new.sh && "
	   "printf 'no newline' > 'a b.c' && echo staged > s.h && "
	   "git add s.h && chmod +x a.py");
	assert_int_equal(read_all(&w, "w"), 1);
	apply(&w);
	SH("diff -r -x .git w c");
	SH("test -x c/a.py && test -x c/d/new.sh");
	worktree_release(&w);
}

/* What a pipeline writes must not look like a change of its code. */
static void results_are_no_sources(void **state)
{
	struct worktree w;

	(void)state;
	SH("cd w && echo x > scores.tsv && echo x > im.tif && "
	   "echo x > w.safetensors && echo x > f.o && echo x > plain && "
	   "printf 'a\\0b' > nul.c && head -c 300000 /dev/zero | "
	   "tr '\\0' x > long.txt && mkdir .xp && echo x > .xp/x.c");
	assert_int_equal(read_all(&w, "w"), 1);
	assert_int_equal(w.dirty, 0);
	worktree_release(&w);
}

static void sources_by_name(void **state)
{
	static const char *const yes[] = { "a.c",	"d/x.py",
					   "Makefile",	"d/Makefile",
					   "unet.conf", "n.ipynb",
					   "a.b.R",	"x.json" };
	static const char *const no[] = { "a.tsv", "a.csv", "c",     "d.c/x",
					  ".c",	   "a.tif", "x.png", "id_rsa",
					  ".env",  "a.pem", "" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_int_equal(new_source_is_named(yes[i]), 1);
	for (i = 0; i < sizeof no / sizeof *no; i++)
		assert_int_equal(new_source_is_named(no[i]), 0);
}

/* The user's taste in diffs does not change what is recorded. */
static void settings_do_not_show(void **state)
{
	struct worktree a, b;

	(void)state;
	SH("cd w && echo changed >> a.py");
	assert_int_equal(read_all(&a, "w"), 1);
	SH("cd w && git config diff.noprefix true && "
	   "git config diff.mnemonicPrefix true && "
	   "git config diff.context 9 && git config core.abbrev 5 && "
	   "git config status.showUntrackedFiles no && "
	   "git config diff.algorithm patience");
	assert_int_equal(read_all(&b, "w"), 1);
	assert_string_equal(buf_text(&a.patch), buf_text(&b.patch));
	worktree_release(&a);
	worktree_release(&b);
}

static void nothing_is_written(void **state)
{
	struct worktree w;

	(void)state;
	SH("cd w && touch a.py && echo new > new.c && echo x >> d/gone.c && "
	   "find . -type f -exec sha256sum {} + | sort > ../before && "
	   "find . | sort >> ../before");
	assert_int_equal(read_all(&w, "w"), 1);
	worktree_release(&w);
	SH("cd w && find . -type f -exec sha256sum {} + | sort > ../after && "
	   "find . | sort >> ../after && cmp ../before ../after");
}

static void no_commit_yet(void **state)
{
	struct worktree w;

	(void)state;
	SH("rm -rf w && git init -q w && echo 'int x;' > w/x.c");
	assert_int_equal(read_all(&w, "w"), 1);
	assert_null(w.commit);
	assert_int_equal(w.dirty, 1);
	worktree_release(&w);
}

static void no_work_tree(void **state)
{
	struct worktree w;

	(void)state;
	SH("git init -q --bare bare && mkdir -p c");
	assert_int_equal(read_all(&w, "bare"), 0);
	worktree_release(&w);
	assert_int_equal(read_all(&w, "c"), 0);
	worktree_release(&w);
}

#define TEST(f) cmocka_unit_test_setup(f, start)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_clean_tree),
		TEST(below_the_top_too),
		TEST(the_patch_gives_the_files),
		TEST(results_are_no_sources),
		TEST(sources_by_name),
		TEST(settings_do_not_show),
		TEST(nothing_is_written),
		TEST(no_commit_yet),
		TEST(no_work_tree),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
