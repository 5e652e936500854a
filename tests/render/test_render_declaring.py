"""What a PDF says it is."""

from xml.etree import ElementTree

from reportgen.render.declaring import readable

RDF = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">%s</rdf:RDF></x:xmpmeta>'
PART = "{http://www.aiim.org/pdfua/ns/id/}part"


def test_a_file_to_keep_says_that_everybody_can_read_it() -> None:
    made = ElementTree.fromstring(readable(RDF % b""))
    assert [each.text for each in made.iter(PART)] == ["1"]
    assert "pdfuaid" in [each.text for each in made.iter("{http://www.aiim.org/pdfa/ns/schema#}prefix")]


def test_a_file_that_says_so_already_stays_as_it_is() -> None:
    once = readable(RDF % b"")
    assert readable(once) == once
