/*
 * found_files.h - the files that a program was seen to use, and what becomes of
 * them in the record.
 *
 * Rule 1 (FOUND_RULE):
 *
 * - A file that was there before the program wrote to it and that the program
 *   opened for reading, or wrote to without emptying it, is an input.
 * - A file that the program wrote, or renamed or linked into place, and that is
 *   there in the end, new or changed, is an output.
 * - A file of the system, or of an installed module, that the program read or
 *   ran is a module: the record has its digest, and not its content.  Such are
 *   the files outside the project below /usr, /lib*, /bin, /sbin, /etc, /opt,
 *   /var/lib, /nix, /gnu and /snap or below a hidden directory, shared
 *   libraries, the programs that were run, and, wherever they are, files below
 *   site-packages, dist-packages, node_modules or lib/pythonX.Y.
 * - A compiled Python module (__pycache__) stands for its source.
 * - Left out are the files of /proc, /sys, /dev and /run, of git and of the
 *   store, except weights and tables in the directories of its runs, and what
 *   is written to the places of modules.
 *
 * The project is the directory that holds the store.
 *
 * An input is hashed before the program changes it, otherwise at the end; it is
 * said if it was changed in between.
 *
 * Inside lib/app only.
 */
#ifndef APP_FOUND_FILES_H
#define APP_FOUND_FILES_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"
#include "file/watch.h"
#include "store/file_list.h"

#define FOUND_RULE 1

struct found_file;

struct found_files {
	char *project, *cwd, *store; /* real paths */
	struct found_file **slot;    /* by name */
	size_t n, slots;
	/* 1 while the caller reports names that the program gave relative to
	 * its directory: the record has them so, even outside the project. */
	int relative;
	struct strs incomplete;	  /* reasons why files may be missing */
	struct strs changed;	  /* inputs that others changed meanwhile */
	struct strs missing;	  /* looked for, and not there */
	struct strs programs;	  /* inputs that were executed */
	struct strs unprivileged; /* ran without the privileges they have */
	struct file_list modules;
	int failed; /* see ERR */
	struct err err;
};

/* Makes F empty.  RUN_DIR is the run's own directory. */
void found_files_init(struct found_files *f, const char *run_dir);
void found_files_release(struct found_files *f);

/* What the program does next to the file NAME, an absolute path.  ST is its
 * state, NULL if it is not there.  Errors are kept for found_files_tell. */
void found_files_read(struct found_files *f, const char *name,
		      const struct stat *st);
/* The program ran the file PROGRAM. */
void found_files_run(struct found_files *f, const char *program,
		     const struct stat *st);
/* KEEPS: what was in the file is part of what will be. */
void found_files_write(struct found_files *f, const char *name,
		       const struct stat *st, int keeps);
void found_files_remove(struct found_files *f, const char *name);
void found_files_rename(struct found_files *f, const char *name, const char *to,
			const struct stat *st);
void found_files_missing(struct found_files *f, const char *name);

void found_files_incomplete(struct found_files *f, const char *why);
void found_files_unprivileged(struct found_files *f, const char *program);

/* Returns 1 if the program read or wrote PATH. */
int found_files_knows(const struct found_files *f, const char *path);

/* Tells the watcher (file.h) of all inputs and outputs, and fills the lists. */
int found_files_tell(struct found_files *f, struct err *err);

/* Returns how the content of PATH is kept. */
enum file_kind found_files_kind(const char *path);

#endif
