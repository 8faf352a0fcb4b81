"""A small folder of data files."""

FILES = {
    "entities.csv": """\
acronym_en,name_en,acronym_fr,name_fr,kind,compact_status,joined_on,website,source_url,note,evidence
UNOCT,Office of Counter-Terrorism,BLT,Bureau,un_secretariat,member,2018-02-23,,https://un.example/1,,page
WCO,World Customs Organization,OMD,,non_un,member,2018,,https://un.example/2,,page
""",
    "working_groups.csv": """\
code,name_en,name_fr,name_fr_origin,name_es,name_ar,name_zh,name_ru,launched_on,mandate_en,mandate_fr,pillars,\
pillars_origin,source_url,name_evidence
border,Border Management,Frontières,,,,,,2019-04-16,,,II,,https://un.example/3,page
""",
    "leadership.csv": """\
group_code,role,entity_acronym,from,to,scope,source_url,note,evidence
border,co_chair,WCO,2020,,compact,https://un.example/4,,page
""",
    "group_membership.csv": """\
group_code,entity_acronym,status,source_url,note,evidence
border,UNOCT,member,https://un.example/5,,page
""",
    "other_groups.csv": """\
code,kind,name_en,name_fr,established_on,concluded_on,successor_code,source_url,note,evidence
committee,committee,Committee,Comité,2018-12-06,,,,,page
""",
    "other_terms.csv": """\
group_code,role,entity_acronym,from,to,source_url,note,evidence
committee,secretariat,UNOCT,2018-12-06,,,,page
""",
}
