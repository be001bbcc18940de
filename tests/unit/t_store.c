/*
 * t_store.c - the store: where it is, objects by content, names.
 */
#include "run/tag.h"
#include "store/object.h"
#include "store/store.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "unit.h"

/* sha256sum of "abc" and of nothing. */
#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NOTHING \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static struct store store;
static struct err err;

static int start(void **state)
{
	(void)state;
	unsetenv("XP_DIR");
	err = (struct err){ 0 };
	if (system("rm -rf .xp a b work && mkdir a a/b work"))
		return -1;
	return store_make(&store, ".", &err) == 1 ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	store_release(&store);
	return 0;
}

static struct digest digest(const char *hex)
{
	struct digest d;

	assert_int_equal(digest_parse(&d, hex), 0);
	return d;
}

static void assert_digest(const struct digest *d, const char *hex)
{
	char is[DIGEST_HEX + 1];

	assert_string_equal(digest_hex(is, d), hex);
}

static void is_found_upwards(void **state)
{
	struct store s;

	(void)state;
	assert_int_equal(chdir("a/b"), 0);
	assert_int_equal(store_find(&s, &err), 1);
	assert_string_equal(s.path, store.path);
	store_release(&s);
	assert_int_equal(chdir("../.."), 0);
}

static void xp_dir_wins(void **state)
{
	struct store s;

	(void)state;
	assert_int_equal(setenv("XP_DIR", "work/other", 1), 0);
	assert_int_equal(store_find(&s, &err), 0);
	assert_int_equal(store_need(&s, &err), -1);
	assert_says(&err, ERR_DATA, "XP_DIR");
	assert_int_equal(store_make(&s, NULL, &err), 1);
	assert_non_null(strstr(s.path, "work/other"));
	store_release(&s);
	assert_int_equal(store_find(&s, &err), 1);
	store_release(&s);
}

static void is_made_at_the_top_of_a_work_tree(void **state)
{
	struct store s;

	(void)state;
	assert_int_equal(system("rm -rf .xp && mkdir a/.git"), 0);
	assert_int_equal(chdir("a/b"), 0);
	assert_int_equal(store_make(&s, NULL, &err), 1);
	assert_int_equal(chdir("../.."), 0);
	assert_non_null(strstr(s.path, "/a/.xp"));
	store_release(&s);
	assert_int_equal(access("a/.xp/version", R_OK), 0);
	assert_string_equal(unit_read("a/.xp/.gitignore"), "*\n");
}

static void a_half_made_one_is_completed(void **state)
{
	struct store s;

	(void)state;
	assert_int_equal(unlink(".xp/version"), 0);
	assert_int_equal(rmdir(".xp/refs"), 0);
	assert_int_equal(chdir("a"), 0);
	assert_int_equal(store_find(&s, &err), 0);
	assert_int_equal(chdir(".."), 0);
	assert_int_equal(store_make(&s, ".", &err), 0);
	store_release(&s);
	assert_int_equal(access(".xp/version", R_OK), 0);
	assert_int_equal(access(".xp/refs", W_OK), 0);
}

static void another_version_is_refused(void **state)
{
	struct store s;

	(void)state;
	unit_write(".xp/version", "xp 2\n", 5);
	assert_int_equal(store_find(&s, &err), -1);
	assert_says(&err, ERR_DATA, "made by another version of xp");
}

static void content_comes_back(void **state)
{
	struct buf b = { 0 };
	struct digest d;

	(void)state;
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	assert_digest(&d, ABC);
	assert_int_equal(object_has(&store, &d), 1);
	assert_int_equal(object_get(&store, &d, &b, &err), 0);
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "abc", 3);
	assert_int_equal(object_put(&store, "", 0, &d, &err), 0);
	assert_digest(&d, NOTHING);
	assert_int_equal(object_get(&store, &d, &b, &err), 0);
	assert_int_equal(b.len, 0);
	buf_release(&b);
}

static void objects_are_read_only_and_whole(void **state)
{
	struct digest d;
	struct stat st;
	char *path;

	(void)state;
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	path = object_path(&store, &d);
	assert_non_null(strstr(path, "/objects/ba/7816bf8f01cf"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0444);
	assert_int_equal(st.st_nlink, 1);
	free(path);
	assert_int_equal(system("test -z \"$(ls .xp/tmp)\""), 0);
}

static void a_missing_object_is_said(void **state)
{
	struct digest d = digest(ABC);
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(object_has(&store, &d), 0);
	assert_int_equal(object_get(&store, &d, &b, &err), -1);
	assert_says(&err, ERR_DATA, ABC);
	buf_release(&b);
}

static void damage(const struct digest *d, const char *bytes)
{
	char *path = object_path(&store, d);

	assert_int_equal(unlink(path), 0);
	unit_write(path, bytes, strlen(bytes));
	free(path);
}

static void damage_is_found(void **state)
{
	struct buf b = { 0 };
	struct digest d;

	(void)state;
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	damage(&d, "abd");
	assert_int_equal(object_get(&store, &d, &b, &err), -1);
	assert_says(&err, ERR_DATA, "is damaged");
	buf_release(&b);
}

static void a_cut_object_is_put_again(void **state)
{
	struct buf b = { 0 };
	struct digest d;

	(void)state;
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	damage(&d, "");
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	assert_int_equal(object_get(&store, &d, &b, &err), 0);
	assert_int_equal(b.len, 3);
	buf_release(&b);
}

/* An object of the right size and other bytes must not swallow what is put,
 * whichever way it comes. */
static void a_damaged_object_is_put_again(void **state)
{
	struct digest d, want = digest(ABC);
	struct buf b = { 0 };

	(void)state;
	unit_write("work/f", "abc", 3);
	unit_write(".xp/runs/live", "abc", 3);
	for (int way = 0; way < 4; way++) {
		assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
		damage(&d, "abd");
		if (way == 0)
			object_put(&store, "abc", 3, &d, &err);
		else if (way == 1)
			object_put_file(&store, "work/f", NULL, &d, &err);
		else if (way == 2)
			object_put_file(&store, "work/f", &want, &d, &err);
		else
			object_adopt(&store, ".xp/runs/live", &d, &err);
		assert_int_equal(object_get(&store, &want, &b, &err), 0);
		assert_string_equal(buf_text(&b), "abc");
	}
	assert_int_equal(system("test -z \"$(ls .xp/tmp)\""), 0);
	buf_release(&b);
}

static mode_t mode_of(const struct digest *d)
{
	char *path = object_path(&store, d);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(unlink(path), 0);
	free(path);
	return st.st_mode & 0777;
}

/* What only its owner may read is not shown to others by the store. */
static void objects_are_no_wider_than_their_files(void **state)
{
	mode_t mask = umask(022);
	struct digest d;

	(void)state;
	unit_write("work/f", "abc", 3);
	assert_int_equal(chmod("work/f", 0600), 0);
	assert_int_equal(object_put_file(&store, "work/f", NULL, &d, &err), 0);
	assert_int_equal(mode_of(&d), 0400);
	assert_int_equal(object_put_content(&store, "abc", 3, "work/f", &d,
					    &err),
			 0);
	assert_int_equal(mode_of(&d), 0400);
	assert_int_equal(chmod("work/f", 0640), 0);
	assert_int_equal(object_put_file(&store, "work/f", NULL, &d, &err), 0);
	assert_int_equal(mode_of(&d), 0440);
	unit_write(".xp/runs/live", "abc", 3);
	assert_int_equal(chmod(".xp/runs/live", 0600), 0);
	assert_int_equal(object_adopt(&store, ".xp/runs/live", &d, &err), 0);
	assert_int_equal(mode_of(&d), 0400);
	umask(077);
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	assert_int_equal(mode_of(&d), 0400);
	umask(mask);
}

/* Longer than any one piece that is read. */
static void fill(const char *path, size_t n)
{
	char *text = malloc(n);

	assert_non_null(text);
	memset(text, 'x', n);
	unit_write(path, text, n);
	free(text);
}

static void a_file_goes_in_and_out(void **state)
{
	struct digest d, is;
	struct stat st;
	struct buf b = { 0 };

	(void)state;
	fill("work/long", 3000001);
	assert_int_equal(object_put_file(&store, "work/long", NULL, &d, &err),
			 0);
	assert_int_equal(object_put_file(&store, "work/long", &d, &is, &err),
			 0);
	assert_int_equal(object_get(&store, &d, &b, &err), 0);
	unit_write("work/copy", b.data, b.len);
	assert_int_equal(system("cmp work/long work/copy"), 0);
	buf_release(&b);
	assert_int_equal(stat("work/long", &st), 0);
	assert_int_equal(st.st_nlink, 1); /* the user's own stays so */
	assert_int_equal(system("test -z \"$(ls .xp/tmp)\""), 0);
}

static void a_changed_file_is_refused(void **state)
{
	struct digest want = digest(ABC), d;

	(void)state;
	unit_write("work/f", "abd", 3);
	assert_int_equal(object_put_file(&store, "work/f", &want, &d, &err),
			 -1);
	assert_says(&err, ERR_DATA, "'work/f' has changed");
	assert_int_equal(object_has(&store, &d), 0);
	assert_int_equal(object_put_file(&store, "work/none", NULL, &d, &err),
			 -1);
	assert_says(&err, ERR_SYS, "work/none");
	assert_int_equal(system("test -z \"$(ls .xp/tmp)\""), 0);
}

static void adopting_links(void **state)
{
	struct digest d;
	struct stat st;

	(void)state;
	unit_write(".xp/runs/live", "abc", 3);
	assert_int_equal(object_adopt(&store, ".xp/runs/live", &d, &err), 0);
	assert_digest(&d, ABC);
	assert_int_equal(stat(".xp/runs/live", &st), 0);
	assert_int_equal(st.st_nlink, 2);
	assert_int_equal(object_has(&store, &d), 1);
}

static void names_stand_for_runs(void **state)
{
	struct strs names = { 0 };
	char *id;

	(void)state;
	assert_int_equal(tag_get(&store, "best", &id, &err), 0);
	assert_int_equal(tag_set(&store, "best", "20261123-202530-1234abcd", 0,
				 &err),
			 0);
	assert_int_equal(tag_set(&store, "best", "20261123-202530-1234abcd", 0,
				 &err),
			 0);
	assert_int_equal(tag_set(&store, "best", "20261123-202530-00000000", 0,
				 &err),
			 -1);
	assert_says(&err, ERR_DATA, "--force moves it");
	assert_int_equal(tag_set(&store, "best", "20261123-202530-00000000", 1,
				 &err),
			 0);
	assert_int_equal(tag_set(&store, "best", "20261123-202530-1234abcd", 1,
				 &err),
			 0);
	assert_int_equal(tag_set(&store, "a.1", "20261123-202530-00000000", 0,
				 &err),
			 0);
	assert_int_equal(tag_get(&store, "best", &id, &err), 1);
	assert_string_equal(id, "20261123-202530-1234abcd");
	free(id);
	assert_int_equal(tag_list(&store, &names, &err), 0);
	assert_int_equal(names.n, 2);
	assert_string_equal(names.at[0], "a.1");
	strs_release(&names);
	assert_int_equal(tag_drop(&store, "best", &err), 0);
	assert_int_equal(tag_get(&store, "best", &id, &err), 0);
	assert_int_equal(tag_drop(&store, "best", &err), -1);
	assert_says(&err, ERR_DATA, "no tag 'best'");
}

static void unsafe_names_are_refused(void **state)
{
	static const char *const names[] = {
		"",	   ".",
		"..",	   "a/b",
		"../x",	   "-d",
		"@1",	   "a b",
		"a\nb",	   "20261123-202530-1234abcd",
		".hidden", "caf\xc3\xa9"
	};
	char *id;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(tag_set(&store, names[i],
					 "20261123-202530-1234abcd", 0, &err),
				 -1);
		assert_says(&err, ERR_USAGE, "cannot be a tag");
		assert_int_equal(tag_get(&store, names[i], &id, &err), 0);
	}
	assert_int_equal(system("test -z \"$(ls -A .xp/refs)\""), 0);
}

static void a_damaged_name_is_said(void **state)
{
	char *id;

	(void)state;
	unit_write(".xp/refs/odd", "../../etc\n", 10);
	assert_int_equal(tag_get(&store, "odd", &id, &err), -1);
	assert_says(&err, ERR_DATA, "is damaged");
	assert_null(id);
}

static void writing_is_tried(void **state)
{
	(void)state;
	assert_int_equal(store_writable(&store, &err), 0);
	assert_int_equal(system("rm -r .xp/runs && touch .xp/runs"), 0);
	assert_int_equal(store_writable(&store, &err), -1);
	assert_says(&err, ERR_SYS, "the store cannot be written");
}

/* What another user with a narrow umask made: said before the work. */
static void another_users_directory_is_said(void **state)
{
	struct digest d;
	struct stat a, b;
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(chmod(".", 0711), 0);
	assert_int_equal(system("chmod 0777 .xp .xp/*"), 0);
	assert_int_equal(object_put(&store, "abc", 3, &d, &err), 0);
	assert_int_equal(stat(".xp/objects", &a), 0);
	assert_int_equal(stat(".xp/objects/ba", &b), 0);
	assert_int_equal(a.st_mode, b.st_mode); /* shared as its parent is */
	assert_int_equal(chmod(".xp/objects/ba", 0555), 0);
	pid = fork();
	if (pid == 0) {
		int rc;

		if (!geteuid() && setuid(65534))
			_exit(2);
		rc = store_writable(&store, &err);
		_exit(rc != -1 || !strstr(err.text, "objects/ba"));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(chmod(".xp/objects/ba", 0755), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_found_upwards),
		TEST(xp_dir_wins),
		TEST(is_made_at_the_top_of_a_work_tree),
		TEST(a_half_made_one_is_completed),
		TEST(another_version_is_refused),
		TEST(content_comes_back),
		TEST(objects_are_read_only_and_whole),
		TEST(a_missing_object_is_said),
		TEST(damage_is_found),
		TEST(a_cut_object_is_put_again),
		TEST(a_damaged_object_is_put_again),
		TEST(objects_are_no_wider_than_their_files),
		TEST(a_file_goes_in_and_out),
		TEST(a_changed_file_is_refused),
		TEST(adopting_links),
		TEST(names_stand_for_runs),
		TEST(unsafe_names_are_refused),
		TEST(a_damaged_name_is_said),
		TEST(writing_is_tried),
		TEST(another_users_directory_is_said),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
