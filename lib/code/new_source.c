/* new_source.c - see new_source.h. */
#include "code/new_source.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

#define MAX_SOURCE (256 * 1000) /* the most bytes of a new file */
#define MAX_NEW 1000		/* the most new sources in one directory */
#define MAX_SEEN 1000000	/* the most directory entries in all */

static const char *const whole_names[] = { "CMakeLists.txt", "Dockerfile",
					   "GNUmakefile",    "Makefile",
					   "Makefile.am",    "Makefile.in",
					   "Snakefile",	     "configure.ac",
					   "makefile",	     NULL };

static const char *const endings[] = {
	"R",	 "Rmd",	  "ac",	  "am",	 "awk", "bash", "bat",	 "c",	 "cc",
	"cfg",	 "cmake", "conf", "cpp", "cu",	"cuh",	"cxx",	 "f",	 "f90",
	"go",	 "h",	  "hh",	  "hpp", "hs",	"ini",	"ipynb", "java", "jl",
	"js",	 "json",  "lua",  "m",	 "m4",	"md",	"mk",	 "ml",	 "nf",
	"pl",	 "pm",	  "py",	  "pyi", "pyx", "r",	"rb",	 "rs",	 "rst",
	"scala", "sed",	  "sh",	  "smk", "sql", "tex",	"toml",	 "ts",	 "txt",
	"yaml",	 "yml",	  "zsh",  NULL
};

static int is_in(const char *const *list, const char *text)
{
	while (*list && strcmp(*list, text))
		list++;
	return *list != NULL;
}

int new_source_is_named(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return is_in(whole_names, name) ||
	       (dot && dot > name && is_in(endings, dot + 1));
}

int new_source_is_text(const char *path, off_t most)
{
	char piece[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	ssize_t got = 0;
	int good;

	if (fd < 0)
		return 0;
	good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= most;
	while (good && (got = read(fd, piece, sizeof piece)) > 0)
		good = !memchr(piece, 0, (size_t)got);
	close(fd);
	return good && got == 0;
}

struct walk {
	struct buf path; /* path of what is looked at */
	size_t top;	 /* length of the work tree's path in it */
	new_source_fn *passed_over;
	void *arg;
	size_t seen; /* directory entries seen so far */
	struct strs *found;
	struct strs full; /* directories that contain too many new sources */
};

/* A directory with a repository of its own does not belong to this one. */
static int is_apart(int dir, const char *name)
{
	char *git = mem_printf("%s/.git", name);
	struct stat st;
	int yes = !strcmp(name, ".git") || !strcmp(name, ".xp") ||
		  fstatat(dir, git, &st, AT_SYMLINK_NOFOLLOW) == 0;

	free(git);
	return yes;
}

static int is_directory(int dir, const struct dirent *e)
{
	struct stat st;

	return e->d_type == DT_DIR ||
	       (e->d_type == DT_UNKNOWN &&
		fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		S_ISDIR(st.st_mode));
}

/* Lets TEXT follow the first N bytes of the path. */
static void set_path(struct walk *k, size_t n, const char *text)
{
	k->path.len = n;
	buf_str(&k->path, text);
}

/* Looks at the entry E of the directory D, whose path K->path has. */
static void look_at_entry(struct walk *k, DIR *d, const struct dirent *e,
			  struct strs *found, struct strs *dirs)
{
	const char *name = e->d_name, *path;
	int is_dir = is_directory(dirfd(d), e);
	size_t n = k->path.len;

	buf_str(&k->path, name);
	if (is_dir)
		buf_char(&k->path, '/');
	path = k->path.data + k->top;
	if (is_dir) {
		if (!is_apart(dirfd(d), name) && !k->passed_over(k->arg, path))
			strs_add(dirs, path);
	} else if (found->n <= MAX_NEW && new_source_is_named(name) &&
		   !k->passed_over(k->arg, path) &&
		   new_source_is_text(k->path.data, MAX_SOURCE)) {
		strs_add(found, path);
	}
	set_path(k, n, "");
}

/* Adds the new sources in the directory BELOW ("", "src/") and in those below
 * it.  If one directory contains very many, they are probably results. */
static void walk(struct walk *k, const char *below)
{
	struct strs dirs = { 0 }, found = { 0 };
	struct dirent *e;
	DIR *d;

	set_path(k, k->top, below);
	d = opendir(k->path.data);
	while (d && (e = readdir(d)) && k->seen++ < MAX_SEEN)
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			look_at_entry(k, d, e, &found, &dirs);
	if (d)
		closedir(d);
	strs_sort(&dirs);
	for (size_t i = 0; i < dirs.n; i++)
		walk(k, dirs.at[i]);
	set_path(k, k->top, below);
	if (found.n > MAX_NEW)
		strs_add(&k->full, k->path.data);
	for (size_t i = 0; i < found.n && found.n <= MAX_NEW; i++)
		strs_add(k->found, found.at[i]);
	strs_release(&found);
	strs_release(&dirs);
}

void new_source_find(struct strs *found, const char *top,
		     new_source_fn *passed_over, void *arg, struct messages *m)
{
	struct walk k = { .top = strlen(top),
			  .passed_over = passed_over,
			  .arg = arg,
			  .found = found };

	buf_str(&k.path, top);
	walk(&k, "");
	for (size_t i = 0; i < k.full.n; i++)
		messages_warn(m,
			      "'%s' contains more than %d new files that "
			      "look like source, so none of these files is "
			      "recorded as code; run git add on the files "
			      "that are code, and list the other files in "
			      ".gitignore",
			      k.full.at[i], MAX_NEW);
	if (k.seen >= MAX_SEEN)
		messages_warn(m,
			      "'%s' contains more than %d files; not all of "
			      "these files were searched for new source, so "
			      "some code may not be recorded",
			      top, MAX_SEEN);
	strs_release(&k.full);
	buf_release(&k.path);
}
