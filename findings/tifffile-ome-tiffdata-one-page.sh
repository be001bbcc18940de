#!/bin/sh
# tifffile-ome-tiffdata-one-page.sh - an OME-TIFF whose only TiffData names a
# page and no count (<TiffData IFD="2"/>, valid: the count is 1 then, says the
# schema) describes one plane of six.  tifffile 20230203 raises an
# AttributeError that names nothing of the file.
#
# Seen with python3-tifffile 20230203 of Debian 12 in November 2026.
. "$(dirname "$0")/lib.sh"

debian 'python3-tifffile=20230203-*'

cat > look.py << 'END'
import numpy, tifffile
xml = ('<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/'
       'Schemas/OME/2016-06"><Image ID="Image:0"><Pixels ID="Pixels:0" '
       'DimensionOrder="XYCZT" Type="uint16" SizeX="8" SizeY="8" SizeC="2" '
       'SizeZ="3" SizeT="1"><TiffData IFD="2"/></Pixels></Image></OME>')
with tifffile.TiffWriter("f.ome.tif") as t:
    for i in range(6):
        t.write(numpy.full((8, 8), i + 1, "u2"), metadata=None,
                description=xml if i == 0 else None, contiguous=False)
try:
    print(tifffile.imread("f.ome.tif")[..., 0, 0].ravel().tolist())
except Exception as e:
    print(type(e).__name__)
END
without_log() { py look.py 2> log; }
expect "one of six planes is listed" "AttributeError" without_log
finding_done
