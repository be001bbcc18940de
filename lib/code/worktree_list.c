/* worktree_list.c - see worktree_list.h. */
#include "code/worktree_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void worktree_list_reserve(struct worktree_list *l, size_t n)
{
	if (l->n + n <= l->cap)
		return;
	l->cap = l->n + n;
	l->list = mem_grow(l->list, l->cap, sizeof *l->list);
}

struct worktree_file *worktree_list_add(struct worktree_list *l,
					const char *path, enum code_kind kind)
{
	if (l->n == l->cap)
		worktree_list_reserve(l, l->cap ? l->cap : 64);
	memset(&l->list[l->n], 0, sizeof *l->list);
	l->list[l->n].path = mem_str(path);
	l->list[l->n].kind = kind;
	return &l->list[l->n++];
}

void worktree_list_add_new(struct worktree_list *l, const char *top,
			   const struct strs *paths)
{
	for (size_t i = 0; i < paths->n; i++) {
		char *full = mem_printf("%s%s", top, paths->at[i]);
		struct worktree_file *f;
		struct stat st;

		if (lstat(full, &st) == 0) {
			f = worktree_list_add(l, paths->at[i],
					      worktree_list_kind(&st));
			f->untracked = 1;
			f->st = st;
		}
		free(full);
	}
}

static int by_path(const void *a, const void *b)
{
	const struct worktree_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Mostly they are in order already: git's index is. */
void worktree_list_sort(struct worktree_list *l)
{
	size_t i = 1;

	while (i < l->n && by_path(&l->list[i - 1], &l->list[i]) <= 0)
		i++;
	if (i < l->n)
		qsort(l->list, l->n, sizeof *l->list, by_path);
}

void worktree_list_release(struct worktree_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->list[i].path);
	free(l->list);
	memset(l, 0, sizeof *l);
}

enum code_kind worktree_list_kind(const struct stat *st)
{
	return S_ISLNK(st->st_mode)    ? CODE_LINK :
	       (st->st_mode & S_IXUSR) ? CODE_PROGRAM :
					 CODE_FILE;
}
