"""The countries' fixture, read as the JSON file that it is: it is edited by hand."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from articles.text import NAME_MAX, ascii_slug, clean_line, fold

FIXTURE = Path(__file__).parent.parent / "fixtures" / "countries.json"
ROWS = json.loads(FIXTURE.read_text(encoding="utf-8"))
COUNTRIES = [row["fields"] for row in ROWS if row["model"] == "articles.entity"]
NAMES = [row["fields"] for row in ROWS if row["model"] == "articles.entityname"]
BY_SLUG = {country["slug"]: country for country in COUNTRIES}
NAMES_OF = defaultdict(list)
for alias in NAMES:
    NAMES_OF[alias["entity"][0]].append(alias)

ALPHA_2 = re.findall(
    "[A-Z]{2}",
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
    DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
    GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
    PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
    SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW
    """,
)


def is_sovereign(country):
    return country["description"].startswith("Country ")


def names(slug, form):
    return [alias["name"] for alias in NAMES_OF[slug] if alias["form"] == form]


def test_every_iso_country_is_there_and_kosovo_too():
    assert len(ALPHA_2) == 249
    assert Counter(c["iso2"] for c in COUNTRIES if c["iso2"]) == Counter([*ALPHA_2, "XK"])


def test_codes_are_whole_and_unique():
    with_codes = [country for country in COUNTRIES if country["iso2"]]
    assert all(re.fullmatch(r"[A-Z]{3}", country["iso3"]) for country in with_codes)
    assert len({country["iso3"] for country in with_codes}) == 250
    numbers = [c["iso_numeric"] for c in with_codes if c["slug"] != "kosovo"]
    assert all(re.fullmatch(r"[0-9]{3}", number) for number in numbers)
    assert len(set(numbers)) == 249
    assert {country["iso3"]: country["iso2"] for country in with_codes}["TUR"] == "TR"


def test_kosovo_has_user_assigned_codes_and_no_number():
    kosovo = BY_SLUG["kosovo"]
    assert (kosovo["iso2"], kosovo["iso3"], kosovo["iso_numeric"]) == ("XK", "XKX", None)
    assert kosovo["wikidata"] == "Q1246"


def test_former_states_have_no_codes():
    former = [country for country in COUNTRIES if not country["iso2"]]
    assert {"soviet-union", "yugoslavia", "czechoslovakia", "east-germany", "west-germany"} <= {
        country["slug"] for country in former
    }
    for country in former:
        assert (country["iso2"], country["iso3"], country["iso_numeric"]) == (None, None, None)
        assert country["description"].startswith("Former ")


@pytest.mark.parametrize(
    ("slug", "iso2", "wikidata"),
    [
        ("turkey", "TR", "Q43"),
        ("russia", "RU", "Q159"),
        ("syria", "SY", "Q858"),
        ("libya", "LY", "Q1016"),
        ("iran", "IR", "Q794"),
        ("soviet-union", None, "Q15180"),
        ("united-states", "US", "Q30"),
        ("north-korea", "KP", "Q423"),
        ("dr-congo", "CD", "Q974"),
        ("republic-of-the-congo", "CG", "Q971"),
        ("czech-republic", "CZ", "Q213"),
        ("ivory-coast", "CI", "Q1008"),
        ("east-timor", "TL", "Q574"),
    ],
)
def test_countries_have_the_addresses_that_readers_expect(slug, iso2, wikidata):
    assert (BY_SLUG[slug]["iso2"], BY_SLUG[slug]["wikidata"]) == (iso2, wikidata)


def test_slugs_are_made_from_the_names_and_unique():
    assert len(BY_SLUG) == len(COUNTRIES)
    assert [c["slug"] for c in COUNTRIES] == [ascii_slug(c["name"]) for c in COUNTRIES]


def test_countries_stand_in_the_order_of_their_slugs_with_their_names_below_them():
    assert list(BY_SLUG) == sorted(BY_SLUG)
    country = None
    for row in ROWS:
        if row["model"] == "articles.entity":
            country = row["fields"]["slug"]
        else:
            assert row["fields"]["entity"] == [country]


def test_all_rows_are_listed_countries_with_one_line_about_them():
    for country in COUNTRIES:
        assert country["kind"] == "country"
        assert country["is_listed"] is True
        assert re.fullmatch(r"[A-Z].{10,150}\.", country["description"]), country["slug"]


def test_wikidata_ids_are_unique():
    ids = [country["wikidata"] for country in COUNTRIES if country["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9][0-9]*", one) for one in ids)
    assert len(set(ids)) == len(ids)


def test_main_names_are_unique_however_they_are_written():
    assert len({fold(country["name"]) for country in COUNTRIES}) == len(COUNTRIES)


def test_no_country_has_a_name_twice_however_it_is_written():
    for slug, country in BY_SLUG.items():
        keys = Counter(fold(row["name"]) for row in [country, *NAMES_OF[slug]])
        assert [key for key, times in keys.items() if times > 1] == [], slug


def test_names_pass_the_gate_unchanged():
    for name in [row["name"] for row in [*COUNTRIES, *NAMES]]:
        assert name == clean_line(name) == unicodedata.normalize("NFC", name)
        assert 0 < len(name) <= NAME_MAX
    assert not [country["name"] for country in COUNTRIES if "&" in country["name"]]
    forms = {"name", "abbreviation", "demonym", "metonym", "former"}
    assert {row["form"] for row in NAMES} == forms


def test_every_sovereign_state_has_a_demonym():
    sovereign = [country["slug"] for country in COUNTRIES if is_sovereign(country)]
    assert len(sovereign) == 193 + len(["kosovo", "palestine", "taiwan", "vatican-city"])
    assert [slug for slug in sovereign if not names(slug, "demonym")] == []


def test_every_sovereign_state_has_its_capital_as_a_metonym():
    for country in filter(is_sovereign, COUNTRIES):
        city = re.search(r"(?:capital|government) ([^,;.(]+)", country["description"])
        if city and fold(city[1]) != fold(country["name"]):
            assert fold(city[1]) in map(fold, names(country["slug"], "metonym")), country["slug"]


def test_moscow_stands_for_russia_and_ankara_for_turkey():
    stand_for = defaultdict(set)
    for alias in NAMES:
        if alias["form"] == "metonym":
            stand_for[alias["name"]].add(alias["entity"][0])
    assert stand_for["Moscow"] == stand_for["Kremlin"] == {"russia"}
    assert stand_for["Ankara"] == {"turkey"}
    assert stand_for["Damascus"] == {"syria"}
    assert stand_for["White House"] == {"united-states"}


def test_names_that_countries_share_lead_to_all_of_them():
    holders = defaultdict(set)
    for alias in NAMES:
        holders[fold(alias["name"])].add(alias["entity"][0])
    assert holders["congo"] == {"dr-congo", "republic-of-the-congo"}
    assert holders["korea"] == {"north-korea", "south-korea"}
    assert holders["turkish"] == holders["turk"] == {"turkey"}
    assert holders["burma"] == {"myanmar"}
    assert holders["swaziland"] == {"eswatini"}


def test_the_file_shows_one_row_a_line_and_stays_small():
    text = FIXTURE.read_text(encoding="utf-8")
    lines = ["[", *(f"{json.dumps(row, ensure_ascii=False)}," for row in ROWS)]
    lines[-1] = lines[-1].removesuffix(",")
    assert text == "\n".join([*lines, "]\n"])
    assert len(text.encode()) < 500_000
