/*
 * found_names.h - symbolic links and lists of names that a program was seen to
 * use.  What they say decides what the program does, as files do.
 *
 * Inside lib/trace only.
 */
#ifndef TRACE_FOUND_NAMES_H
#define TRACE_FOUND_NAMES_H

#include "base/strs.h"
#include "file/json.h"
#include "trace/found_place.h"

/* A directory that the program opened, perhaps to list it. */
struct found_listing {
	char *dir;	   /* its name in the record */
	char *path;	   /* absolute */
	struct strs names; /* in it, when it was first opened; sorted */
	int times;	   /* how often it was opened */
	int has_python;	   /* the program read a Python source in it */
};

struct found_names {
	/* Texts of the links that were followed or read, and of those that the
	 * program made, by name.  NULL: none. */
	struct json *links, *made;
	struct found_listing *list;
	size_t n;
	struct strs made_paths; /* absolute paths of links that were made */
	char *last_dir;		/* the links in this path are known */
};

void found_names_release(struct found_names *n);

/* Notes the links in PATH, an absolute path as the program gave it.  RELATIVE:
 * see found_files.h. */
void found_names_follow(struct found_names *n, const struct found_home *home,
			const char *path, int relative);

/* Notes that the program makes a link, or renames one, to be PATH. */
void found_names_make(struct found_names *n, const char *path);

/* Notes that the program opened the directory PATH.  AT is a path at which we
 * can list it. */
void found_names_list(struct found_names *n, const struct found_home *home,
		      const char *path, const char *at, int relative);

/* Notes that the program read the file PATH. */
void found_names_read(struct found_names *n, const char *path);

/* The program has ended: leaves out links that are gone, and directories that
 * Python only searched for modules. */
void found_names_end(struct found_names *n, const struct found_home *home);

#endif
