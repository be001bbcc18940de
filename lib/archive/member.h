/*
 * member.h - the files that make up an archived experiment.
 *
 *	SHA256SUMS		of all that follow, `sha256sum -c` format
 *	README			what this is
 *	SIZES			bytes and name of each, SHA256SUMS apart
 *	code/COMMIT/...		the work tree as it was
 *	inputs/PLACE		what the runs read
 *	outputs/PLACE		what the run wrote
 *	outputs.sha256		expected digests of run.sh's outputs
 *	record/...		the store .xp/ of these runs alone, with their
 *				notes and tags
 *	run.sh			runs all of it again
 *
 * Members stand in byte order of their names, SHA256SUMS before all.  A
 * restored experiment holds inputs/ and outputs/ at their own places and
 * record/ as .xp/.  Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_H
#define ARCHIVE_MEMBER_H

#include "base/buf.h"
#include "store/blob.h"

struct member {
	char *name;	  /* of the member */
	struct blob blob; /* what it is */
	char *from;	  /* a file that holds it; NULL: TEXT does */
	char *text;
};

struct members {
	struct member *list;
	size_t n, cap;
};

/* The same name again replaces. */
void member_file(struct members *p, const char *name, const char *from,
		 const struct blob *blob);
void member_text(struct members *p, const char *name, const void *text,
		 size_t n);
/* Drop all but the first N. */
void member_cut(struct members *p, size_t n);
/* Bring into order; of one name the last added stays. */
void member_sort(struct members *p);
/* The lists about the others; P is sorted. */
void member_sums(const struct members *p, struct buf *to);
void member_sizes(const struct members *p, struct buf *to);
void member_release(struct members *p);

/* Member name of PLACE in the part "inputs" or "outputs"; places in .xp
 * lie in record/ whatever the part.  The caller frees it. */
char *member_name(const char *part, const char *place);
/* Where a member lies in a restored experiment: NULL when there is no
 * such member, "" when it is not restored.  The caller frees it. */
char *member_place(const char *name);
/* A place in the restored directory that belongs to the archive. */
int member_reserved(const char *place);

#endif
