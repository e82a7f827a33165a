"""The report as JUnit XML."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

from .report import Report
from .terminal import describe


def suite(report: Report) -> ElementTree.Element:
    """Render the report: a test case for each operation and kind of test cases, with its failures.

    Args:
        report: The report.

    Returns:
        The `testsuite` element.
    """
    asked = Counter((result.case.label, result.case.kind) for result in report.results)
    root = ElementTree.Element("testsuite", name="contract")
    broken = {failure.label for failure in report.failures}
    for label, kind in asked:
        ElementTree.SubElement(root, "testcase", classname=label, name=f"requests: {kind}")
    for label in broken:
        case = ElementTree.SubElement(root, "testcase", classname=label, name="conforms to the contract")
        for group in report.groups():
            if group[0].label == label:
                failure = ElementTree.SubElement(
                    case,
                    "failure",
                    message=report.clean(f"{group[0].breach.rule} {group[0].breach.place}"),
                )
                failure.text = report.clean(describe(group))
    if report.ended:
        case = ElementTree.SubElement(root, "testcase", classname="contract", name="run completed")
        ElementTree.SubElement(case, "failure", message=report.clean(report.ended))
    cases = root.findall("testcase")
    root.set("tests", str(len(cases)))
    root.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    return root
