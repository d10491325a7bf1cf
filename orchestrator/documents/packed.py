"""What reading a packed file (.docx, .epub) raises where it is broken, cut off or encrypted."""

from __future__ import annotations

import zipfile
import zlib

from lxml import etree

FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,  # a part that it names is not there
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # zipfile's word for a password
    etree.XMLSyntaxError,
    ValueError,  # names and numbers that are none
)
