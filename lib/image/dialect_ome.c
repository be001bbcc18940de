/*
 * dialect_ome.c - the description of an OME-TIFF, in OME-XML.  The only file
 * that uses expat.
 *
 * A Pixels element gives the lengths of the axes, their order (DimensionOrder)
 * and the size of a pixel.  Its Channel elements give names; its TiffData
 * elements say which pages contain which planes.  If there are several Pixels
 * elements, as for a plate, the first one that has planes in this file counts.
 *
 * A description with a BinaryOnly element has none of these.  The element names
 * a companion file that has them, for a whole set of files.
 *
 * A description that is not well-formed XML is not understood.  Nor is one with
 * a DOCTYPE: OME-XML has none, and only a DOCTYPE lets a few bytes expand to
 * many.
 */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "image/dialect.h"
#include "image/ome_files.h"

enum { CHANNELS_MAX = 1000, DEPTH_MAX = 100, CHUNK = 1 << 20 };

/* A run of planes and the page where it begins, from a TiffData element. */
struct ome_data {
	size_t first_c, first_z, first_t, page, count; /* 0: not given */
	int has_page, has_count, has_uuid;
	char *file, *uuid; /* from its UUID element, or NULL; owned */
};

struct ome_pixels {
	size_t width, height, c, z, t; /* 0: not given */
	char order[4];		       /* "CZT"; "": not given */
	struct pixel_pitch pitch;
	double spacing, interval; /* 0: not said */
	struct strs channel;
	struct ome_data *data;
	size_t n;
};

struct ome {
	char *uuid;  /* of the file with this description, or NULL */
	int by_uuid; /* 1: the UUID, not the file's name, says what is in it */
	int renamed; /* 1: the description knows the file by UUID only */
	char *companion; /* the file that has its metadata, or NULL */
	struct ome_pixels *list;
	size_t n;
	/* for the parser */
	XML_Parser parser;
	int depth, in_pixels, in_data, in_uuid, ended;
	struct buf text; /* the text of the UUID element */
};

static void release(struct ome *o)
{
	for (size_t i = 0; i < o->n; i++) {
		struct ome_pixels *p = &o->list[i];

		for (size_t k = 0; k < p->n; k++) {
			free(p->data[k].file);
			free(p->data[k].uuid);
		}
		free(p->data);
		strs_release(&p->channel);
	}
	free(o->list);
	free(o->uuid);
	free(o->companion);
	buf_release(&o->text);
	*o = (struct ome){ 0 };
}

/* Parsing */

static const char *local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static const char *attribute(const char **list, const char *name)
{
	for (; *list; list += 2)
		if (!strcmp(local_name(list[0]), name))
			return list[1];
	return NULL;
}

static double size_of(const char **attributes, const char *name,
		      const char *unit_name)
{
	const char *value = attribute(attributes, name);
	const char *unit = attribute(attributes, unit_name);
	double x;

	if (!value || num_real(&x, value) < 0 || !(x > 0 && x < 1e12))
		return 0;
	return unit ? x * pixel_size_unit(unit, strlen(unit)) : x;
}

static double interval_of(const char **attributes)
{
	static const struct {
		const char *unit;
		double seconds;
	} known[] = {
		{ "s", 1 }, { "ms", 1e-3 }, { "min", 60 }, { "h", 3600 }
	};
	const char *value = attribute(attributes, "TimeIncrement");
	const char *unit = attribute(attributes, "TimeIncrementUnit");
	double x;

	if (!value || num_real(&x, value) < 0 || !(x > 0 && x < 1e12))
		return 0;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcmp(unit ? unit : "s", known[i].unit))
			return x * known[i].seconds;
	return 0;
}

static void begin_pixels(struct ome *o, const char **attributes)
{
	const char *order = attribute(attributes, "DimensionOrder");
	double x = size_of(attributes, "PhysicalSizeX", "PhysicalSizeXUnit");
	double y = size_of(attributes, "PhysicalSizeY", "PhysicalSizeYUnit");
	const char *unit = attribute(attributes, "PhysicalSizeYUnit");
	struct ome_pixels p = {
		.width = axes_length(attribute(attributes, "SizeX"), 0),
		.height = axes_length(attribute(attributes, "SizeY"), 0),
		.c = axes_length(attribute(attributes, "SizeC"), 0),
		.z = axes_length(attribute(attributes, "SizeZ"), 0),
		.t = axes_length(attribute(attributes, "SizeT"), 0),
		.spacing = size_of(attributes, "PhysicalSizeZ",
				   "PhysicalSizeZUnit"),
		.interval = interval_of(attributes),
	};

	if (order && !strncmp(order, "XY", 2) && strlen(order) >= 5)
		memcpy(p.order, order + 2, 3);
	if (x > 0 && (!unit || pixel_size_unit(unit, strlen(unit)) != 0))
		p.pitch = (struct pixel_pitch){ x, y > 0 ? y : x };
	if (!(o->n & (o->n - 1)))
		o->list = mem_grow(o->list, o->n ? 2 * o->n : 1,
				   sizeof(*o->list));
	o->list[o->n++] = p;
	o->in_pixels = o->depth;
	o->in_data = o->in_uuid = 0;
}

static void begin_data(struct ome *o, const char **attributes)
{
	struct ome_pixels *p = &o->list[o->n - 1];
	const char *page = attribute(attributes, "IFD");
	const char *count = attribute(attributes, "PlaneCount");
	struct ome_data d = {
		.first_c = axes_length(attribute(attributes, "FirstC"), 0),
		.first_z = axes_length(attribute(attributes, "FirstZ"), 0),
		.first_t = axes_length(attribute(attributes, "FirstT"), 0),
		.page = axes_length(page, 0),
		.count = axes_length(count, 0),
		.has_page = page != NULL,
		.has_count = count && *count >= '0' && *count <= '9',
	};

	if (!(p->n & (p->n - 1)))
		p->data = mem_grow(p->data, p->n ? 2 * p->n : 1,
				   sizeof(*p->data));
	p->data[p->n++] = d;
	o->in_data = o->depth;
}

static void begin_uuid(struct ome *o, const char **attributes)
{
	struct ome_pixels *p = &o->list[o->n - 1];
	struct ome_data *d = &p->data[p->n - 1];
	const char *file = attribute(attributes, "FileName");

	if (d->has_uuid) /* only the first counts */
		return;
	d->has_uuid = 1;
	d->file = file ? mem_str(file) : NULL;
	buf_clear(&o->text);
	o->in_uuid = o->depth;
}

static void begin(void *arg, const char *full_name, const char **attributes)
{
	struct ome *o = arg;
	const char *name = local_name(full_name), *uuid;

	if (++o->depth > DEPTH_MAX) {
		XML_StopParser(o->parser, XML_FALSE);
	} else if (!strcmp(name, "OME") && !o->uuid) {
		uuid = attribute(attributes, "UUID");
		o->uuid = uuid ? mem_str(uuid) : NULL;
	} else if (!strcmp(name, "BinaryOnly") && !o->companion) {
		o->companion = mem_str(attribute(attributes, "MetadataFile"));
	} else if (!strcmp(name, "Pixels")) {
		begin_pixels(o, attributes);
	} else if (o->in_pixels && !strcmp(name, "Channel")) {
		struct strs *names = &o->list[o->n - 1].channel;
		const char *value = attribute(attributes, "Name");

		if (names->n < CHANNELS_MAX)
			strs_add(names, value ? value : "");
	} else if (o->in_pixels && !strcmp(name, "TiffData")) {
		begin_data(o, attributes);
	} else if (o->in_data && !strcmp(name, "UUID")) {
		begin_uuid(o, attributes);
	}
}

static void take_text(void *arg, const char *text, int n)
{
	struct ome *o = arg;

	if (o->in_uuid)
		buf_add(&o->text, text, (size_t)n);
}

static void end(void *arg, const char *name)
{
	struct ome *o = arg;

	(void)name;
	if (o->in_uuid == o->depth) {
		struct ome_pixels *p = &o->list[o->n - 1];

		p->data[p->n - 1].uuid = mem_trimmed(buf_text(&o->text),
						     o->text.len);
		o->in_uuid = 0;
	}
	if (o->in_data == o->depth)
		o->in_data = 0;
	if (o->in_pixels == o->depth)
		o->in_pixels = 0;
	o->ended = !--o->depth;
}

static void stop_at_doctype(void *arg, const char *name, const char *system_id,
			    const char *public_id, int has_internal_subset)
{
	struct ome *o = arg;

	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_internal_subset;
	XML_StopParser(o->parser, XML_FALSE);
}

/* Returns -1 if the text is not well-formed. */
static int feed(struct ome *o, const char *text, size_t n)
{
	for (size_t k; n; text += k, n -= k) {
		k = n < CHUNK ? n : CHUNK;
		if (XML_Parse(o->parser, text, (int)k, 0) != XML_STATUS_OK)
			/* the rest need not be parsed */
			return o->ended ? 0 : -1;
	}
	return 0;
}

/* Parses TEXT as ENCODING, whatever encoding it claims to have.  Returns -1 if
 * it is not well-formed.  Some programs write the letter of "micron" as HTML
 * does: &micro;. */
static int parse(struct ome *o, const char *text, const char *encoding)
{
	static const char micro[] = "&micro;", as_xml[] = "&#181;";
	const char *next;
	int rc = 0;

	o->parser = XML_ParserCreate(encoding);
	if (!o->parser)
		return -1;
	XML_SetUserData(o->parser, o);
	XML_SetElementHandler(o->parser, begin, end);
	XML_SetCharacterDataHandler(o->parser, take_text);
	XML_SetStartDoctypeDeclHandler(o->parser, stop_at_doctype);
	text += strspn(text, " \t\r\n");
	while (!rc && !o->ended && (next = strstr(text, micro))) {
		rc = feed(o, text, (size_t)(next - text));
		if (!rc && !o->ended)
			rc = feed(o, as_xml, strlen(as_xml));
		text = next + strlen(micro);
	}
	if (!rc && !o->ended)
		rc = feed(o, text, strlen(text));
	/* expat 2.6 and later may wait for more before they parse what came */
	if (!rc && !o->ended && XML_Parse(o->parser, "", 0, 1) != XML_STATUS_OK)
		rc = -1;
	XML_ParserFree(o->parser);
	o->parser = NULL;
	return o->ended ? rc : -1;
}

static int is(const struct dialect_file *f)
{
	const char *text = f->description;

	for (; (text = strstr(text, "OME")); text += 3)
		if (text > f->description && strchr("<:", text[-1]) &&
		    text[3] && strchr(" \t\r\n/>", text[3]))
			return 1;
	return 0;
}

/* Interpreting */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Decides what says which planes are in the file PATH.  If its UUID and its
 * name do not agree, files were renamed, perhaps to each other's names; or they
 * were copied, or their program gives all of them one UUID. */
static void choose_name_or_uuid(struct ome *o, const char *path)
{
	const char *base = base_name(path);
	int named = 0, known = 0, both = 0;

	for (size_t i = 0; o->uuid && i < o->n; i++)
		for (size_t k = 0; k < o->list[i].n; k++) {
			const struct ome_data *d = &o->list[i].data[k];
			int name = d->file && !strcmp(d->file, base);
			int uuid = d->uuid && !strcmp(d->uuid, o->uuid);

			named |= name;
			known |= uuid;
			both |= name && uuid;
		}
	o->by_uuid = known &&
		     (both || !named || ome_files_with(path, o->uuid) == 1);
	o->renamed = o->by_uuid && !both;
}

/* Returns 1 if the planes of D lie in another file than the one with the
 * description, which calls itself NAME. */
static int is_elsewhere(const struct ome *o, const struct ome_data *d,
			const char *name)
{
	if (!d->file)
		return 0;
	if (o->by_uuid && d->uuid)
		return strcmp(d->uuid, o->uuid) != 0;
	return strcmp(d->file, name) != 0;
}

/* Returns the name of the one file that should contain planes and is not beside
 * PATH, or NULL if no file or several files are missing. */
static const char *only_lost(const struct ome *o, const char *path)
{
	const char *lost = NULL, *last = "";

	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < o->list[i].n; k++) {
			const char *file = o->list[i].data[k].file;

			if (!strcmp(file, last) ||
			    (lost && !strcmp(file, lost)))
				continue;
			last = file;
			if (ome_files_is_beside(path, file))
				continue;
			if (lost)
				return NULL;
			lost = file;
		}
	return lost;
}

/* Returns what the description in the file PATH calls this file: its name or,
 * if it was renamed since, the name of the one file that is missing. */
static const char *own_name(const struct ome *o, const char *path)
{
	const char *base = base_name(path), *lost;

	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < o->list[i].n; k++)
			if (!is_elsewhere(o, &o->list[i].data[k], base))
				return base;
	lost = only_lost(o, path);
	return lost ? lost : base;
}

static int is_here(const struct ome *o, const struct ome_pixels *p,
		   const char *name)
{
	for (size_t i = 0; i < p->n; i++)
		if (!is_elsewhere(o, &p->data[i], name))
			return 1;
	return !p->n;
}

/* Returns the Pixels element that describes this file, or else the first one,
 * or NULL. */
static const struct ome_pixels *choose(const struct ome *o, const char *name)
{
	for (size_t i = 0; i < o->n; i++)
		if (is_here(o, &o->list[i], name))
			return &o->list[i];
	return o->n ? o->list : NULL;
}

/* Returns 1 if P describes PAGE.  Another program may have changed the image
 * and kept the description. */
static int is_about(const struct ome_pixels *p, const struct tiff_page *page)
{
	return (!p->width || p->width == page->width) &&
	       (!p->height || p->height == page->height);
}

/* Where no page has a number, planes are in the pages that are no smaller
 * copies. */
static void take_runs(struct axes *a, const struct ome *o,
		      const struct ome_pixels *p, const char *name)
{
	size_t all = a->c * a->z * a->t;

	for (size_t i = 0; i < p->n; i++) {
		const struct ome_data *d = &p->data[i];
		size_t first = d->first_c * a->c_step + d->first_z * a->z_step +
			       d->first_t * a->t_step;
		int elsewhere = is_elsewhere(o, d, name);
		size_t n = d->has_count ? d->count : d->has_page ? 1 : all;

		a->pages_are_numbered |= d->has_page && !elsewhere;
		axes_add_run(a,
			     &(struct axes_run){ first, n, d->page,
						 elsewhere ? d->file : NULL,
						 elsewhere ? d->uuid : NULL });
	}
	axes_sort_runs(a);
}

static void take_lengths(struct axes *a, const struct ome_pixels *p,
			 size_t samples)
{
	if (!p->order[0] || !p->c || !p->z || !p->t || p->c % samples)
		return;
	/* OME counts the samples of a pixel as channels */
	a->c = p->c / samples;
	a->z = p->z;
	a->t = p->t;
	axes_set_order(a, p->order);
	a->known = a->c_step && a->z_step && a->t_step;
	a->of_set = a->known;
}

static void take(struct axes *a, struct ome *o, const struct dialect_file *f)
{
	const struct ome_pixels *p;
	const char *name;

	ome_files_look_again(f->path);
	choose_name_or_uuid(o, f->path);
	name = own_name(o, f->path);
	p = choose(o, name);
	a->unit = 0; /* only OME's own attributes count */
	if (!p || !is_about(p, f->first))
		return;
	a->pitch = p->pitch;
	a->spacing = p->spacing;
	a->interval = p->interval;
	take_lengths(a, p, f->first->samples);
	if (!a->known)
		return;
	take_runs(a, o, p, name);
	if (o->renamed)
		a->renamed = mem_str(o->uuid);
	for (size_t i = 0; i < p->channel.n; i++)
		strs_add(&a->channel, p->channel.at[i]);
}

/* Parses TEXT.  If it is not well-formed as UTF-8, perhaps it is Latin-1. */
static int parse_any(struct ome *o, const char *text)
{
	int rc = parse(o, text, "UTF-8");

	if (rc == 0)
		return 0;
	release(o);
	return parse(o, text, "ISO-8859-1");
}

static void free_parsed(void *parsed)
{
	release(parsed);
	free(parsed);
}

/* Returns what TEXT says, or NULL if it is not well-formed.  The UUID may be
 * that of another file of the set. */
static struct ome_text *parsed(const char *text)
{
	struct ome_text *kept = ome_files_recall(text);
	struct ome *o = kept ? NULL : mem_zero(1, sizeof(*o));

	if (kept)
		return kept;
	if (parse_any(o, text) == 0)
		return ome_files_keep(text, o, free_parsed);
	free_parsed(o);
	return NULL;
}

/* Returns what the companion file of S says, which lies beside PATH: it
 * describes the planes of several files, which it names.  Returns S if it names
 * no companion, or one that cannot be read. */
static struct ome_text *with_companion(struct ome_text *s, const char *path)
{
	const struct ome *o = ome_files_parsed(s);
	struct ome_text *there = NULL;
	struct buf text = { 0 };

	if (ome_files_companion(&text, path, o->companion))
		there = parsed(buf_text(&text));
	buf_release(&text);
	o = there ? ome_files_parsed(there) : NULL;
	if (o && !o->companion && o->n) {
		ome_files_let_go(s);
		return there;
	}
	ome_files_let_go(there);
	return s;
}

static void read(struct axes *a, const struct dialect_file *f)
{
	struct ome_text *s = parsed(f->description);
	struct ome o;
	char *uuid;

	if (!s)
		return;
	o = *(const struct ome *)ome_files_parsed(s);
	uuid = ome_files_uuid(f->description, o.uuid);
	s = with_companion(s, f->path);
	o = *(const struct ome *)ome_files_parsed(s);
	o.uuid = uuid;
	a->companion = mem_str(o.companion);
	take(a, &o, f);
	free(uuid);
	a->owner = s;
	a->let_go = ome_files_let_go;
}

static int page(const struct axes *a, size_t plane, const char *path,
		size_t *to, struct err *err)
{
	const struct axes_run *r = axes_find_run(a, plane);
	const char *file;

	*to = plane;
	if (!a->runs)
		return 0;
	if (!r)
		return err_data(err,
				"'%s': the OME description does not say where "
				"the plane asked for is: name a page by its "
				"number, as in '%s[0]', or give the axes by "
				"--axes",
				path, path);
	file = r->file ? ome_files_name(path, r, a->renamed != NULL) : NULL;
	if (r->file)
		return err_data(
			err, "'%s': the plane asked for is in the file '%s'%s",
			path, file ? file : r->file,
			file ? ": name a plane of this other file" :
			       ", which is not in the same directory");
	*to = r->page + (plane - r->plane);
	return 0;
}

static struct pixel_pitch pitch(const struct axes *a,
				const struct tiff_page *first)
{
	if (a->unit >= 0)
		return a->pitch;
	return pixel_size_of_tags((double)first->density[0],
				  (double)first->density[1],
				  first->density_unit);
}

const struct dialect dialect_ome = {
	.name = "OME",
	.is = is,
	.read = read,
	.page = page,
	.pitch = pitch,
};
