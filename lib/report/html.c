/*
 * html.c - pieces of a page.
 */
#include "report/html.h"

#include <math.h>
#include <string.h>

/* Returns how many bytes at TEXT are a character that would reorder what stands
 * around it: U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069. */
static size_t reorders(const unsigned char *text)
{
	if (text[0] != 0xe2 || !text[1] || !text[2])
		return 0;
	if (text[1] == 0x80 && (text[2] == 0x8e || text[2] == 0x8f ||
				(text[2] >= 0xaa && text[2] <= 0xae)))
		return 3;
	return text[1] == 0x81 && text[2] >= 0xa6 && text[2] <= 0xa9 ? 3 : 0;
}

void html_text(struct buf *to, const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	while (*c) {
		size_t skip = reorders(c);

		if (skip || (*c < ' ' && *c != '\n' && *c != '\t') ||
		    *c == 0x7f)
			buf_str(to, "&#xfffd;");
		else if (strchr("&<>\"'", *c))
			buf_printf(to, "&#%d;", *c);
		else
			buf_char(to, (char)*c);
		c += skip ? skip : 1;
	}
}

void html_name(struct buf *to, const char *name)
{
	buf_str(to, "<bdi>");
	html_text(to, name);
	buf_str(to, "</bdi>");
}

void html_number(struct buf *to, double x)
{
	if (!isfinite(x))
		buf_str(to, "&#8211;");
	else if (fabs(x) >= 1e4 && fabs(x) < 1e9) /* no exponent */
		buf_printf(to, "%s%.0f", x < 0 ? "&#8722;" : "", fabs(x));
	else
		buf_printf(to, "%s%.4g", x < 0 ? "&#8722;" : "", fabs(x));
}

void html_data(struct buf *to, const char *mime, const void *data, size_t n)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = data;

	buf_printf(to, "data:%s;base64,", mime);
	buf_reserve(to, n / 3 * 4 + 5);
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		unsigned v = (unsigned)in[i] << 16;

		v |= left > 1 ? (unsigned)in[i + 1] << 8 : 0;
		v |= left > 2 ? in[i + 2] : 0;
		buf_char(to, digit[v >> 18]);
		buf_char(to, digit[v >> 12 & 63]);
		buf_char(to, left > 1 ? digit[v >> 6 & 63] : '=');
		buf_char(to, left > 2 ? digit[v & 63] : '=');
	}
}

void html_section(struct buf *to, size_t number, const char *name,
		  const char *title)
{
	buf_printf(to, "<section id=\"%s", name);
	if (number)
		buf_printf(to, "-%zu", number);
	buf_printf(to, "\">\n<h2>%s</h2>\n", title);
}

void html_section_end(struct buf *to)
{
	buf_str(to, "</section>\n");
}

/* Nothing is fetched, and no script could run even if one got in. */
static const char head[] =
	"<!doctype html>\n<html lang=\"en\">\n<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
	"'none'; img-src data:; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char style[] =
	":root{color-scheme:light dark;--bg:#fff;--fg:#1c2128;--soft:#59636e;"
	"--line:#d1d9e0;--card:#f6f8fa;--blue:#0b62c4;--grey:#8c959f;"
	"--good:#1a7f37;--doubt:#9a6700;--bad:#c11f2b;--goodbg:#e6f6ea;"
	"--doubtbg:#fff6d6;--badbg:#ffebe9}\n"
	"@media(prefers-color-scheme:dark){:root{--bg:#0e1116;--fg:#e6edf3;"
	"--soft:#9aa4af;--line:#30363d;--card:#161b22;--blue:#6cb0ff;"
	"--grey:#768390;--good:#4ac366;--doubt:#d9a521;--bad:#ff7b72;"
	"--goodbg:#10301b;--doubtbg:#332701;--badbg:#3d1214}"
	"svg image{filter:invert(1) hue-rotate(180deg)}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;padding:1.5rem;max-width:72rem;"
	"background:var(--bg);color:var(--fg);"
	"font:16px/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.3rem;margin:0 0 .2rem}h2{font-size:1.15rem;"
	"margin:2rem 0 .6rem;border-bottom:1px solid var(--line);"
	"padding-bottom:.2rem}h3{font-size:1rem;margin:1.2rem 0 .4rem}\n"
	"p{margin:.4rem 0}.soft{color:var(--soft)}a{color:var(--blue)}\n"
	"nav a{margin-right:1rem}nav{margin:.6rem 0}\n"
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums;"
	"font-size:.9rem}th,td{padding:.2rem .7rem;text-align:right;"
	"border-bottom:1px solid var(--line);vertical-align:top}"
	"th:first-child,td:first-child,.left th,.left td{text-align:left}"
	".name{text-align:left}"
	"thead th{border-bottom:2px solid var(--grey)}"
	"td.best{font-weight:700}td.wrap{overflow-wrap:anywhere}\n"
	".wide{overflow-x:auto}\n"
	"code,pre{font:13px/1.45 ui-monospace,monospace;overflow-wrap:anywhere}"
	"pre{background:var(--card);border:1px solid var(--line);padding:.6rem;"
	"border-radius:6px;white-space:pre-wrap}\n"
	".verdict{border-left:.5rem solid;border-radius:6px;padding:.8rem 1rem;"
	"margin:.8rem 0}.verdict strong{font-size:1.25rem}\n"
	".good{border-color:var(--good);background:var(--goodbg)}"
	".doubt{border-color:var(--doubt);background:var(--doubtbg)}"
	".bad{border-color:var(--bad);background:var(--badbg)}\n"
	".tiles{display:flex;flex-wrap:wrap;gap:.8rem;margin:.8rem 0}"
	".tile{flex:1 1 13rem;border:1px solid var(--line);border-radius:6px;"
	"padding:.6rem .9rem;background:var(--card)}"
	".tile b{display:block;font-size:1.9rem;line-height:1.2}"
	".tile span{display:block;color:var(--soft);font-size:.9rem}\n"
	".list{list-style:none;padding:0;margin:.4rem 0}.yes{color:var(--good)}"
	".warn{color:var(--doubt)}.fail{color:var(--bad)}\n"
	"svg{max-width:100%;height:auto;font:13px system-ui,sans-serif}"
	"svg text{fill:var(--fg)}svg .axis{stroke:var(--grey);fill:none}"
	"svg .grid{stroke:var(--line);fill:none}\n"
	"svg .l0{stroke:var(--blue);fill:none;stroke-width:2.5}"
	"svg .l1{stroke:var(--grey);fill:none;stroke-width:1.2}"
	"svg .l2{stroke:var(--bad);fill:none;stroke-dasharray:6 4}"
	"svg .l3{stroke:var(--doubt);fill:none;stroke-dasharray:2 4}"
	"svg .l4{stroke:var(--good);fill:none;stroke-width:2}"
	"svg .dot{fill:var(--blue);fill-opacity:.75}svg .band{fill:var(--blue);"
	"fill-opacity:.18}svg .mark{stroke:var(--fg)}\n"
	".row{display:flex;flex-wrap:wrap;gap:1.5rem}.row>*{flex:1 1 22rem;"
	"min-width:0}\n"
	".grid4{display:grid;grid-template-columns:repeat(4,1fr);gap:.5rem;"
	"margin:.3rem 0 1rem}.grid3{grid-template-columns:repeat(3,1fr)}"
	".grid4 img{width:100%;display:block;image-rendering:pixelated}"
	".grid4 figcaption{font-size:.82rem;color:var(--soft)}"
	"figure{margin:0}\n"
	".slide{margin:.4rem 0 1.6rem;border:0;padding:0;max-width:34rem}"
	".slide legend{font-size:.9rem;padding:0}"
	".slide .both{position:relative;overflow:hidden}"
	".slide img{width:100%;display:block;image-rendering:pixelated}"
	".slide .top{position:absolute;inset:0;clip-path:inset(0 50% 0 0);"
	"transition:clip-path .1s}"
	".slide .stops{display:flex;justify-content:space-between}"
	".slide input{margin:.4rem 0;width:1rem;height:1rem;"
	"accent-color:var(--blue)}"
	".slide .ends{display:flex;justify-content:space-between;"
	"font-size:.82rem;color:var(--soft)}\n"
	"details{margin:.6rem 0}summary{cursor:pointer}"
	":focus-visible{outline:3px solid var(--blue);outline-offset:2px}\n"
	"@media print{html,body{font-size:11px}"
	"body{max-width:none;padding:0}"
	"nav,details:has(.slide){display:none}"
	"figure,tr,svg,.tiles,.grid4,h2,h3{break-inside:avoid}"
	"h2,h3{break-after:avoid}.wide{overflow:visible}"
	".verdict,.tile{print-color-adjust:exact}"
	":root{--bg:#fff;--fg:#000;--soft:#444;--line:#bbb;--card:#fff}}\n";

void html_page(struct buf *to, const char *title)
{
	buf_str(to, head);
	buf_str(to, "<title>");
	html_text(to, title);
	buf_str(to, "</title>\n<style>\n");
	buf_str(to, style);
	/* The slider: eleven stops, chosen by keys or pointer. */
	for (int i = 0; i <= 10; i++)
		buf_printf(to,
			   ".slide:has(.s%d:checked) .top{clip-path:inset(0 "
			   "%d%% 0 0)}",
			   i, 100 - 10 * i);
	buf_str(to, "\n</style>\n</head>\n<body>\n<main>\n");
}

void html_page_end(struct buf *to)
{
	buf_str(to, "</main>\n</body>\n</html>\n");
}
