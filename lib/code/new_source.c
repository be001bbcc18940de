/* new_source.c - see new_source.h. */
#include "code/new_source.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
	const char *top;
	new_source_fn *passed_over;
	void *arg;
	size_t seen; /* directory entries seen so far */
	struct strs *found;
	struct strs full; /* directories that contain too many new sources */
};

static int is_there(const char *dir, const char *name)
{
	char *path = mem_printf("%s/%s", dir, name);
	struct stat st;
	int yes = lstat(path, &st) == 0;

	free(path);
	return yes;
}

/* A directory with a repository of its own does not belong to this one. */
static int is_apart(const char *full, const char *name)
{
	return !strcmp(name, ".git") || !strcmp(name, ".xp") ||
	       is_there(full, ".git");
}

static void walk(struct walk *k, const char *below);

static void walk_entry(struct walk *k, const char *below, const char *name,
		       struct strs *found)
{
	char *path = mem_printf("%s%s", below, name);
	char *full = mem_printf("%s%s", k->top, path), *dir;
	struct stat st;

	if (lstat(full, &st) == 0 && S_ISDIR(st.st_mode)) {
		dir = mem_printf("%s/", path);
		if (!is_apart(full, name) && !k->passed_over(k->arg, dir))
			walk(k, dir);
		free(dir);
	} else if (found->n <= MAX_NEW && new_source_is_named(path) &&
		   !k->passed_over(k->arg, path) &&
		   new_source_is_text(full, MAX_SOURCE)) {
		strs_add(found, path);
	}
	free(full);
	free(path);
}

/* Returns the names in DIR that may matter, sorted. */
static void list(struct walk *k, const char *dir, struct strs *names)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)) && k->seen++ < MAX_SEEN)
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		    (e->d_type == DT_DIR || e->d_type == DT_UNKNOWN ||
		     new_source_is_named(e->d_name)))
			strs_add(names, e->d_name);
	if (d)
		closedir(d);
	strs_sort(names);
}

/* Adds the new sources in the directory BELOW ("", "src/") and in those below
 * it.  If one directory contains very many, they are probably results. */
static void walk(struct walk *k, const char *below)
{
	char *dir = mem_printf("%s%s", k->top, below);
	struct strs names = { 0 }, found = { 0 };

	list(k, dir, &names);
	for (size_t i = 0; i < names.n; i++)
		walk_entry(k, below, names.at[i], &found);
	if (found.n > MAX_NEW)
		strs_add(&k->full, dir);
	for (size_t i = 0; i < found.n && found.n <= MAX_NEW; i++)
		strs_add(k->found, found.at[i]);
	strs_release(&found);
	strs_release(&names);
	free(dir);
}

void new_source_find(struct strs *found, const char *top,
		     new_source_fn *passed_over, void *arg, struct messages *m)
{
	struct walk k = { .top = top,
			  .passed_over = passed_over,
			  .arg = arg,
			  .found = found };

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
}
