"""What axe finds wrong with an open page, at each width and in each scheme."""

from axe_playwright_python.base import AXE_SCRIPT

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}  # what the dark scheme can change
# What a width can: the elements, their names and roles are the same on a phone.
LAYOUT = {
    "type": "rule",
    "values": ["color-contrast", "target-size", "scrollable-region-focusable", "link-name"],
}
DESKTOP, PHONE, SMALL_PHONE = 1440, 390, 320
HEIGHT = 900
RUN_AXE = "options => axe.run(options).then(found => found.violations)"
WIDTH_OF_PAGE = "document.documentElement.scrollWidth"


def complaints(page, console):
    """What is wrong with the open page. What axe itself was told of the policy is left out."""
    found = [*console, *faults(page)]
    console.clear()
    return found


def faults(page, widths=(DESKTOP, PHONE, SMALL_PHONE)):
    """What is wrong with the page, in words; nothing is asked of the network."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate(WIDTH_OF_PAGE) > width:
            yield f"{width}: sideways scroll"
        if width != SMALL_PHONE:
            rules = RULES if width == widths[0] else LAYOUT
            yield from (f"{width}, {one}" for one in violations(page, only=rules))
    page.set_viewport_size({"width": widths[0], "height": HEIGHT})
    yield from (f"dark, {one}" for one in violations(page, scheme="dark", only=CONTRAST))


def violations(page, *, scheme="light", only=RULES):
    """Rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate(RUN_AXE, options)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
