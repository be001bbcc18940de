#!/bin/sh
# croissant-hash-language.sh - the context that Croissant 1.0 recommends has a
# default language, so in RDF the SHA-256 of a file is a text in English and not
# a string: a query for the hash does not find it.  `"@language": null` for the
# term ends that.
#
# Seen with npm jsonld 9.0.0 in November 2026.
. "$(dirname "$0")/lib.sh"

npm_packages jsonld@9.0.0

cat > look.mjs << 'END'
import jsonld from "jsonld";
const contexts = {
	language: { "@language": "en", "@vocab": "https://schema.org/" },
	none: { "@vocab": "https://schema.org/" },
	term: { "@language": "en", "@vocab": "https://schema.org/",
		sha256: { "@id": "https://schema.org/sha256",
			"@language": null } },
};
const rdf = await jsonld.toRDF({ "@context": contexts[process.argv[2]],
	"@type": "Dataset", sha256: "9f86d081" },
	{ format: "application/n-quads" });
console.log(rdf.match(/sha256> (.*) \./)[1]);
END
expect "with a default language" '"9f86d081"@en' node look.mjs language
expect "without" '"9f86d081"' node look.mjs none
expect "with null for the term" '"9f86d081"' node look.mjs term
finding_done
