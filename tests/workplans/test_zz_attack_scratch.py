import datetime, json
import pytest
from django.utils import timezone
from tests.cast import SYSTEM, term_make, entity_make
from tests.workplans.call_ground import call_make, call_sent, place, answered, in_days
from tests.workplans.plan_ground import *
from compact.entities.models import Person
from workinggroups.workplans.services.terms import terms_next
from workinggroups.workplans.services import calls as S
pytestmark = pytest.mark.django_db
def patch(client, name, row, values):
    url=f"/api/v1/{name}/{row.uid}/"
    r=client.get(url)
    if r.status_code!=200: return r
    return client.patch(url, values, format="json", headers={"if-match": r["ETag"]})
def post(c,name,row,act,body):
    url=f"/api/v1/{name}/{row.uid}/"; r=c.get(url)
    if r.status_code!=200: return r
    return c.post(url+act+"/",body,format="json",headers={"if-match":r["ETag"]})
def say(*a): print("##",*a)
U=lambda x:str(x.uid)

def test_person_shown(cast, api, signed_in):
    call=call_sent(cast); p=place(call)
    S.input_answer(actor=cast.viewer("focal_point"),record=p,version=p.version,answers=["a","b"])
    Person.objects.filter(pk=cast.people["focal_point"].pk).update(visibility="secretariat", originator=None)
    r=signed_in("chair").get(f"/inputs/{p.uid}/"); say("hidden person on page", r.status_code, "Focal_Point" in r.content.decode())
    r=api("chair").get(f"/api/v1/inputs/{p.uid}/").json(); say("api", r["person"],r["person_name"])
    p.refresh_from_db()
    r=patch(api("focal_point"),"inputs",p,{"person":U(cast.people["chair"])}); say("forge person",r.status_code, r.json().get("person_name"))
    r=patch(api("focal_point"),"inputs",p,{"answered_at":"2020-01-01T00:00:00Z"}); say("forge at",r.status_code)
    r=patch(api("focal_point"),"inputs",p,{"answered_at":None,"state":"awaited"}); say("back to awaited",r.status_code)
    r=patch(api("focal_point"),"inputs",p,{"answered_at":"2020-01-01T00:00:00Z","state":"nil"}); say("forge at",r.status_code)
    r=patch(api("focal_point"),"inputs",p,{"answered_at":"2020-01-01T00:00:00Z"}); say("forge at while awaited",r.status_code, r.json().get("answered_at"))
    r=patch(api("chair"),"inputs",p,{"answered_at":"2020-01-01T00:00:00Z","state":"nil"}); say("chair before the call was sent",r.status_code, r.json().get("answered_at"))
    other=call_sent(cast, title_en="B")
    r=patch(api("focal_point"),"inputs",p,{"call":U(other)}); say("move",r.status_code)
    r=patch(api("focal_point"),"inputs",p,{"entity":U(cast.entities["WCO"])}); say("entity",r.status_code)
    r=api("focal_point").post("/api/v1/inputs/",{"call":U(other),"entity":U(cast.entities["WCO"]),"state":"nil"},format="json"); say("answer for other",r.status_code)
    call2=call_sent(cast,cast.entities["UNODC"],cast.entities["INTERPOL"],visibility="all")
    r=api("focal_point").get("/api/v1/calls-for-inputs/").json(); say([ (x["addressees_codes"],x["inputs_awaited"]) for x in r["results"]])
    call3=S.call_close(actor=SYSTEM,call=call2,version=call2.version)
    r=patch(api("focal_point"),"inputs",place(call2),{"state":"nil"}); say("after close",r.status_code)
    r=patch(api("chair"),"calls-for-inputs",call2,{"addressees":[U(cast.entities[x]) for x in ("UNODC","INTERPOL","WCO")],"title_en":"other title"}); say("closed call changed",r.status_code)
    for who in ("alternate","chair_pcve","focal_point","reader"):
        d=call_make(cast,visibility="all"); say(who,"send",post(api(who),"calls-for-inputs",d,"send",{}).status_code,"close",post(api(who),"calls-for-inputs",other,"close",{}).status_code, "patch sent", patch(api(who),"calls-for-inputs",other,{"title_en":"z"}).status_code)
    d=call_make(cast); r=patch(api("alternate"),"calls-for-inputs",d,{"visibility":"all"}); say("alternate widens",r.status_code)

@pytest.mark.parametrize("title",["x"*300,"bell \x07 title","form \x0b feed\x0c","nul-ish \ufffe","new\nline\r\nBcc: a@b.c"])
def test_docx(cast, api, signed_in, title, mailoutbox):
    r=api("chair").post("/api/v1/calls-for-inputs/",{"group":U(cast.groups["border"]),"title_en":title,"text":"t\x07","questions":["q \x01"],"addressees":[U(cast.entities["UNODC"])],"deadline":"2098-01-01T00:00:00Z","zone":"Africa/Nairobi"},format="json")
    say(repr(title[:30]),r.status_code, r.json().get("errors"))
    if r.status_code!=201: return
    u=r.json()["id"]; c=api("chair"); r=c.post(f"/api/v1/calls-for-inputs/{u}/send/",{},format="json",headers={"if-match":r["ETag"]}); say("send",r.status_code)
    from workinggroups.workplans.models import Input
    p=Input.objects.get(call__uid=u); S.input_answer(actor=SYSTEM,record=p,version=1,answers=["a \x02\u2028b"])
    x=signed_in("chair"); x.raise_request_exception=False
    say("docx",x.get(f"/calls/{u}/?format=docx").status_code, "page", x.get(f"/calls/{u}/").status_code)
    say([ (m.subject[:60], m.to) for m in mailoutbox])

def test_terms(cast, api):
    t=terms_make(cast,"approved",visibility="secretariat",originator=cast.entities["INTERPOL"],text="SECRET")
    n=terms_next(actor=SYSTEM,terms=t,values={}); say("next",n.visibility,n.originator)
    r=api("chair").get(f"/api/v1/terms-of-reference/{n.uid}/"); say(r.status_code, r.json().get("text"))
    c=api("chair")
    e=terms_make(cast,"endorsed",number=5); dec=decision_make(cast)
    hidden=decision_make(cast,visibility="secretariat"); hg=decision_make(cast,"border",visibility="secretariat")
    for v in ({"state":"approved","approved_by":U(dec)},{"approved_by":U(dec)},{"endorsed_by":U(hg)},{"endorsed_by":U(dec)},{"state":"closed"},{"approved_by":U(hidden)}):
        r=patch(c,"terms-of-reference",e,v); say(v,r.status_code, r.json().get("detail"))
    r=c.post("/api/v1/terms-of-reference/",{"group":U(cast.groups["border"]),"number":9,"state":"approved","approved_by":U(dec)},format="json"); say("create approved",r.status_code)
    tp=terms_make(cast,"draft","pcve",number=3)
    for n in (3,4):
        r=c.post("/api/v1/terms-of-reference/",{"group":U(cast.groups["pcve"]),"number":n},format="json"); say("oracle",n,r.status_code,r.json().get("detail"))
    r=patch(api("alternate"),"terms-of-reference",e,{"note":"x"}); say("alt on endorsed",r.status_code)
    d=terms_make(cast,"draft",number=20); r=patch(api("alternate"),"terms-of-reference",d,{"state":"consultation"}); say("alt moves",r.status_code)
    r=patch(c,"terms-of-reference",d,{"group":U(cast.groups["pcve"])}); say("move group",r.status_code)

def test_outputs(cast, api):
    c=api("chair"); a=plan_make(cast,"approved"); b=plan_make(cast,"draft",visibility="all",title_en="wide"); pc=plan_make(cast,"draft","pcve",visibility="all")
    o=output_make(cast,a); o2=output_make(cast,a,"2")
    r=patch(c,"outputs",o,{"work_plan":U(b)}); say("move output from approved group-only to wide",r.status_code)
    r=patch(c,"outputs",o2,{"work_plan":U(pc)}); say("move output to other group",r.status_code)
    rep=report_make(o2,datetime.date(1,1,1)) ; say("year 1 ok")
    r=patch(c,"output-reports",rep,{"output":U(o)}); say("move report",r.status_code)
    r=patch(c,"output-reports",rep,{"reported_on":"9999-12-31"}); say(r.status_code)
    for u in ("/api/v1/outputs/","/api/v1/output-reports/?format=csv","/api/v1/reports/work-plan-progress/","/api/v1/work-plans/?format=xlsx"): say(u,c.get(u).status_code)
    narrow=plan_make(cast,"approved",visibility="secretariat",title_en="narrow"); no=output_make(cast,narrow,title_en="NARROWTEXT")
    s=api("secretariat"); r=post(s,"work-plans",narrow,"close",{"carry_to":U(b),"reason":"x"}); say("carry into wide",r.status_code)
    say("reader sees", "NARROWTEXT" in api("reader").get("/api/v1/outputs/").content.decode())
    r=post(c,"work-plans",a,"close",{}); say("chair closes",r.status_code)
    r=patch(c,"work-plans",b,{"reporting_dates":"٢٠٢٦-٠٦-٣٠"}); say("arabic",r.status_code)
    lead=api("focal_point")
    w=plan_make(cast,"approved",visibility="all",title_en="open"); wo=output_make(cast,w,"9")
    r=lead.post("/api/v1/output-reports/",{"output":U(wo),"reported_on":"2026-01-01","status":"carried_over","paragraph":"x"},format="json"); say("lead carried over",r.status_code)
    r=lead.post("/api/v1/output-reports/",{"output":U(wo),"reported_on":"2026-01-01","status":"done","paragraph":"=1+1"},format="json"); say("lead reports",r.status_code)
    r=patch(lead,"outputs",wo,{"status":"dropped"}); say("lead output",r.status_code)
    say(b"'=1+1" in b"".join(lead.get("/api/v1/output-reports/?format=csv")))
    r=c.get("/api/v1/outputs/?ordering=carried_to_title,latest_paragraph,-endorsed_by"); say(r.status_code)

def test_admin(cast, signed_in):
    x=signed_in("secretariat"); x.raise_request_exception=False
    plan=plan_make(cast,"approved"); rep=report_make(output_make(cast,plan),datetime.date(1,1,1)); report_make(output_make(cast,plan,"3"),datetime.date(9999,12,31))
    call_sent(cast,deadline=datetime.datetime(2199,12,31,23,59,tzinfo=datetime.UTC),zone="Asia/Tokyo")
    for u in ("/","/admin/",f"/admin/workinggroups/workplan/{plan.pk}/change/","/admin/workinggroups/outputreport/","/admin/workinggroups/callforinputs/","/admin/workinggroups/input/","/admin/workinggroups/workplan/999999999999999999999999/change/","/admin/workinggroups/workplan/?id__exact=999999999999999999999999", "/admin/workinggroups/workplan/?group__id__exact=999999999999999999999999","/admin/workinggroups/workplan/?q=%00","/admin/workinggroups/callforinputs/999999999999999999999999/change/"): say(u,x.get(u).status_code)
    t=terms_make(cast); say(x.post(f"/admin/workinggroups/termsofreference/{t.pk}/move/",{"version":"-1","state":"consultation","endorsed_by":"9"*30}).status_code, x.post(f"/admin/workinggroups/termsofreference/{t.pk}/move/",{"version":"9"*5000,"state":"consultation"}).status_code)
    say(x.post(f"/admin/workinggroups/workplan/{plan.pk}/close/",{"version":"1","carry_to":"9"*30,"outputs":["9"*30]}).status_code)
    say(x.get(f"/admin/workinggroups/termsofreference/{t.pk}/compare/?with=%00").status_code)
