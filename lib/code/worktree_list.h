/*
 * worktree_list.h - the files of a work tree, in the order of their paths.
 *
 * Inside lib/code only.
 */
#ifndef CODE_WORKTREE_LIST_H
#define CODE_WORKTREE_LIST_H

#include <stddef.h>
#include <sys/stat.h>

#include "base/strs.h"
#include "code/code_list.h"

struct worktree_file {
	char *path; /* relative to the top of the work tree */
	enum code_kind kind;
	unsigned char untracked; /* 1: git does not track it */
	unsigned char changed;	 /* 1: it may differ from the commit */
	unsigned char hidden;	 /* 1: the patch leaves it out */
	char commit[41];	 /* commit of a CODE_MODULE */
	struct stat st;		 /* as it was when the list was made */
};

struct worktree_list {
	struct worktree_file *list;
	size_t n, cap;
};

/* Makes room for N more files at once. */
void worktree_list_reserve(struct worktree_list *l, size_t n);

/* Adds PATH.  Returns its entry, which is valid until the next call. */
struct worktree_file *worktree_list_add(struct worktree_list *l,
					const char *path, enum code_kind kind);

/* Adds those of the files PATHS below the directory TOP that exist, as
 * untracked. */
void worktree_list_add_new(struct worktree_list *l, const char *top,
			   const struct strs *paths);
void worktree_list_sort(struct worktree_list *l); /* by path bytes */
void worktree_list_release(struct worktree_list *l);

/* Returns the kind of the regular file or link ST. */
enum code_kind worktree_list_kind(const struct stat *st);

#endif
