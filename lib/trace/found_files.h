/*
 * found_files.h - keeps the files that a program was seen to use, and decides
 * what the record has of them.
 *
 * The project is the directory that holds the store.  Rule 1 (FOUND_RULE):
 * - An input is a file that existed before the program wrote to it, if the
 *   program opened it for reading, renamed it, linked it, or wrote to it
 *   without emptying it.
 * - An output is a file that the program wrote, renamed or linked into place,
 *   if it exists in the end and is new or changed.
 * - A module is a file that the program read or ran and that belongs to the
 *   system or to an installed module.  The record has only its digest.
 * - A file that has several names, since directories are links, has the one by
 *   which the program named it first.  It has its name in the project if the
 *   project is reached by a link.
 * - A compiled Python module (__pycache__) stands for its source.
 * - Left out are files outside the project in /proc, /sys, /dev (but /dev/shm)
 *   and /run (but /run/media and /run/user), the files of git, and those of the
 *   store, except weights (.safetensors) and tables (.tsv) in the directories
 *   of its runs.  Modules that the program wrote are left out, too.
 *
 * These files are modules:
 * - outside the project: shared libraries, programs that were run, and files
 *   below /usr, /lib*, /bin, /sbin, /etc, /opt, /var/lib, /nix, /gnu, /snap or
 *   a hidden directory
 * - anywhere: files below site-packages, dist-packages, node_modules or
 *   lib/pythonX.Y
 *
 * An input is hashed before the program changes it, otherwise at the end.
 * CHANGED has the inputs that another program changed in between.  SHARED has
 * the outputs to which another program wrote since this one opened them: whose
 * bytes lie there is not known.
 *
 * Links in the project that the program follows, reads or makes are recorded
 * by what they point to; directories that it opens, by the names in them
 * (found_names.h).  Of a file that it only asks about (stat, access) nothing is
 * known.
 */
#ifndef TRACE_FOUND_FILES_H
#define TRACE_FOUND_FILES_H

#include <sys/stat.h>

#include "base/err.h"
#include "base/strs.h"
#include "file/watch.h"
#include "store/file_list.h"
#include "trace/found_names.h"
#include "trace/found_place.h"
#include "trace/other_writers.h"
#include "trace/protected.h"

#define FOUND_RULE 1

struct found_file;

struct found_files {
	struct found_home home;
	struct found_file **slot; /* hash table by name */
	size_t n, slots;	  /* numbers of files and of slots */
	/* 1 while the caller reports names that are relative to the program's
	 * directory.  The record then has relative names even for files outside
	 * the project. */
	int relative;
	struct strs incomplete; /* reasons why files may be missing */
	struct strs changed;	/* inputs that other programs changed */
	/* outputs to which other programs wrote, too: they are not told */
	struct strs shared;
	/* files in the project that the program looked for in vain */
	struct strs missing;
	struct strs programs; /* inputs that were executed */
	/* programs that ran without their own privileges (set-user-ID) */
	struct strs unprivileged;
	struct file_list modules;
	struct found_names names; /* links, and names in directories */
	struct protected protect;
	struct other_writers others;
	int failed; /* 1: ERR has an error */
	struct err err;
};

/* Makes F empty.  RUN_DIR is the run's own directory.  Each line of $XP_PROTECT
 * is a directory that is to be protected. */
void found_files_init(struct found_files *f, const char *run_dir);
void found_files_release(struct found_files *f);

/* Tell F that the program is about to use the file NAME, an absolute path.  ST
 * is the state of the file, or NULL if there is no such file.  Errors are kept
 * until found_files_tell. */
void found_files_read(struct found_files *f, const char *name,
		      const struct stat *st);

/* The program inherits the files that this process has open for reading, but
 * for those that are closed when it begins, and for a standard input that is
 * recorded as such. */
void found_files_inherit(struct found_files *f);

/* PROGRAM is the path of a file that the program ran. */
void found_files_run(struct found_files *f, const char *program,
		     const struct stat *st);

/* How a program writes to a file. */
enum found_write {
	FOUND_ANEW,   /* it empties or replaces the file first */
	FOUND_OVER,   /* it may write over what is there */
	FOUND_APPEND, /* it only appends */
};
void found_files_write(struct found_files *f, const char *name,
		       const struct stat *st, enum found_write how);

/* The program is about to open the file for writing.  From now on we are told
 * who else writes to it. */
void found_files_open(struct found_files *f, const char *name,
		      enum found_write how);

/* The program has made the file NAME, of which it has told by found_files_open.
 * Call it before the program can write to the file: then what others do to it
 * from now on is told apart from what the program does. */
void found_files_make(struct found_files *f, const char *name);

/* Takes what is reported of others, when F->others.fd can be read. */
void found_files_look(struct found_files *f);
void found_files_remove(struct found_files *f, const char *name);
/* The program is about to rename the file NAME, ST, to be TO, where WAS lies
 * now, or nothing (NULL). */
void found_files_rename(struct found_files *f, const char *name, const char *to,
			const struct stat *st, const struct stat *was);
void found_files_missing(struct found_files *f, const char *name);

/* Note a reason why files may be missing, and a program that ran without its
 * own privileges. */
void found_files_incomplete(struct found_files *f, const char *why);
void found_files_unprivileged(struct found_files *f, const char *program);

/* Returns 1 if the program read or wrote PATH. */
int found_files_knows(const struct found_files *f, const char *path);

/* Returns 0 if the program emptied or replaced the file PATH, 1 if it only
 * appended to it and nothing is incomplete, -1 if that is unknown. */
int found_files_kept(const struct found_files *f, const char *path);

/* Tells the watcher (file/watch.h) all inputs and outputs, and fills the lists
 * of F. */
int found_files_tell(struct found_files *f, struct err *err);

/* Returns how the record keeps PATH: images and large files by reference. */
enum file_kind found_files_kind(const char *path);

#endif
