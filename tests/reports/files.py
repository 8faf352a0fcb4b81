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
    "agreements.csv": """\
title,signed_on,place,signatory_entities,other_parties,signed_by,source_url,note,evidence
Arrangement,2022-09-22,Brussels,UNOCT;WCO,,Ada Example (Under-Secretary-General); Bo Example (WCO Secretary General),\
https://un.example/6,,page
Host agreement,2020,,UNOCT,Morocco (MAR),Ada Example (Under-Secretary-General),https://un.example/7,,page
""",
    "other_instrument_parts.csv": """\
symbol,parent_symbol,source_url,evidence
AIRPORT-1988,MONTREAL-1971,https://un.example/8,page
""",
    "instruments.csv": """\
symbol,title,date,kind,source_url,note,evidence
MONTREAL-1971,Convention on civil aviation,1971-09-23,legal_instrument,https://un.example/8,,general_knowledge
AIRPORT-1988,Protocol on airports,1988-02-24,legal_instrument,https://un.example/8,,page
A/RES/60/288,Strategy,2006-09-08,ga_resolution,https://undocs.org/A/RES/60/288,,page
""",
    "other_instruments.csv": """\
symbol,title_en,title_fr,kind,parent_symbol,date,source_url,note,evidence
PILLAR-I,Conditions,Conditions propices,pillar,A/RES/60/288,2006-09-08,https://un.example/9,,page
JPOW-2019-2020,Joint Programme of Work,Programme de travail commun,programme,,2019-07-27,https://un.example/9,,page
""",
    "committee_meetings.csv": """\
group_code,kind,number,date,end_date,venue,participants,entities_represented,decisions,source_url,evidence
,coordination_committee,2,2019-04-16,,New York,95,23,Approved the first work plans.,https://un.example/10,page
border,working_group_event,,2023-03,,"New York, hybrid",,,A workshop.,https://un.example/11,page
""",
    "other_decisions.csv": """\
group_code,date,verb,subject_kind,subject_en,subject_fr,instrument_symbol,approved_for,source_url,note,evidence
committee,2019-04-16,approves,work_plan,First work plans,Premiers plans de travail,,border,https://un.example/10,,page
committee,2019-04-16,approves,terms_of_reference,Terms of reference,Mandat,,border,https://un.example/10,,page
committee,2019-07-27,adopts,programme,Programme of work,Programme,JPOW-2019-2020,,https://un.example/9,,page
""",
    "themes.csv": """\
code,name_en,name_fr,name_es,name_ar,name_zh,name_ru,source_url,note,evidence
small-arms,Small arms,Armes légères,,,,,https://un.example/12,,general_knowledge
""",
    "other_project_details.csv": """\
project_ref,kind,parent,themes,regions,is_global,joint,audience,instruments,budget_basis,origin,note
P001,programme,,small-arms,143,yes,,Police,A/RES/60/288,,own_reading,Seen twice.
P002,activity,P001,small-arms,,,yes,,,requested,,
""",
    "projects.csv": """\
project_ref,title_en,title_fr,title_fr_origin,lead_entity,partner_entities,group_code,pillar,beneficiary_countries,\
region,starts_on,ends_on,budget_usd,budget_note,status,summary,source_url,evidence
P001,Arms programme,Programme,own_translation,UNOCT,WCO,border,I,,Global,2020-02,,9000000.50,Of SAU,ongoing,Advice.,\
https://un.example/13,page
P002,Arms workshop,,,WCO,,,,KEN;KAZ,Horn of Africa,2021-05-08,2021-05-10,,,closed,,https://un.example/14,page
""",
    "other_funds.csv": """\
code,name_en,name_fr,administrator,link,source_url,note,evidence
ct-fund,Trust Fund,Fonds,UNOCT,https://un.example/fund,https://un.example/15,,page
""",
    "other_funding_partners.csv": """\
code,name_en,name_fr,source_url,note,evidence
EU,European Union,Union européenne,https://un.example/16,,page
""",
    "funding.csv": """\
kind,donor,fund,recipient,project_title,amount,currency,date,source_url,note,evidence
contribution,SAU,Trust Fund,UNOCT,,10000000,USD,2011,https://un.example/17,,page
contribution,EU,,UNOCT,Arms programme,,,2024,https://un.example/17,,page
contribution,WCO,,UNOCT,Arms programme,1503007.16,EUR,2024,https://un.example/17,,page
pledge,SAU,Trust Fund,UNOCT,,500000,USD,2018,https://un.example/17,,page
pledge,AGGREGATE,Trust Fund,UNOCT,,33200000,USD,2018,https://un.example/17,,page
appeal,AGGREGATE,,,Arms programme,194000000,USD,2019,https://un.example/17,,page
allocation,UNOCT,Trust Fund,WCO,Arms workshop,2100000,USD,2019-04,https://un.example/17,,seed
catalytic,UNOCT,,,,,,2019-04-16,https://un.example/17,Not stated.,seed
""",
}
