"""The headings that other programs write, by what they mean here. Data only.

Used by ``importing_headings``. A heading is compared folded: letters and digits only, lower case,
so ``Deal - Title``, ``deal_title*`` and ``DealTitle`` are one. Source: the exports of HubSpot,
Pipedrive, Salesforce, Zoho, Kanboard, LinkedIn, Google, Outlook, Atomic CRM, and the sample files
of several smaller ones. Within a kind an earlier target wins a heading that stands in two.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesdesk.domain.importing import Kind

_DEALS = {
    "name": "dealname dealtitle opportunityname opportunitytitle opportunity deal title name topic"
    " subject potentialname",
    "external_id": "dealid opportunityid recordid dealrecordid taskid potentialid id externalid"
    " reference salesdeskid",
    "stage": "dealstage stagename stage opportunitystage salesstage pipelinestage column phase",
    "status": "dealstatus status opportunitystatus",
    "is_won": "iswon won",
    "is_closed": "isclosed closed",
    "amount": "dealamount dealvalue closevalue amount value dealsize opportunityamount"
    " opportunityvalue estimatedvalue estvalue estrevenue estimatedrevenue contractvalue"
    " totalamount total price tcv acv",
    "currency": "currency currencyisocode currencycode dealcurrency dealcurrencyofvalue"
    " amountcurrency",
    "probability": "probability dealprobability winprobability probabilitypercent stageprobability"
    " dealwinprobability",
    "created_on": "createdate createddate createdon createdat created creationdate createdtime"
    " datecreated dealdealcreated dealcreated dealcreatedate opendate openedon engagedate"
    " dateopened addtime dealaddtime",
    "expected_close_on": "expectedclosedate expectedclose expectedcloseon dealexpectedclosedate"
    " estimatedclosedate estclosedate targetclosedate forecastclosedate duedate datedue",
    "closed_on": "dealdealclosedon dealclosedon closedon actualclosedate closeddate dateclosed"
    " dealwontime wontime dealwondate wondate deallosttime losttime lostdate closedtime"
    " completiondate completedon",
    "close_on": "closedate closingdate closeon dealclosedate dealclosingdate opportunityclosedate"
    " enddate",
    "owner": "dealowner opportunityowner owner ownername owneremail salesagent salesrep"
    " salesperson assignedrep assignee assigneename assignedto accountexecutive rep agent"
    " hubspotowner responsible",
    "source": "source leadsource dealsource originalsource opportunitysource",
    "pipeline": "pipeline dealpipeline project salesprocess",
    "lost_reason": "lostreason deallostreason closedlostreason lossreason reasonlost reasonforloss"
    " reasonforlosing",
    "next_step": "nextstep nextsteps activitysubject nextactivity nextaction",
    "next_step_on": "nextactivitydate dealnextactivitydate activityduedate nextstepdate nextstepon"
    " nextactiondate nextstepdue",
    "note": "notes note notecontent description dealdescription comments",
    "tags": "tags labels label deallabel dealtags",
    "account_name": "account accountname company companyname organization organizationname"
    " organisation organisationname dealorganization customer customername client clientname"
    " associatedcompany associatedcompanyname companies business",
    "account_external_id": "accountid companyid organizationid dealorganizationid"
    " associatedcompanyid associatedcompanyids customerid",
    "account_website": "associatedcompanydomain companydomain companydomainname companywebsite"
    " accountwebsite organizationwebsite",
    "account_industry": "industry accountindustry companyindustry sector",
    "account_phone": "companyphone accountphone organizationphone",
    "account_city": "companycity accountcity billingcity",
    "account_country": "companycountry accountcountry billingcountry",
    "product_name": "product productname dealproductname products",
    "person_name": "contact contactname contactperson dealcontactperson personname primarycontact"
    " associatedcontact contactfullname",
    "person_first_name": "personfirstname contactfirstname firstname",
    "person_last_name": "personlastname contactlastname lastname",
    "person_email": "associatedcontactemail contactemail personemail personemailwork"
    " personemailhome personemailother email emailaddress",
    "person_phone": "personphone contactphone personphonework personphonemobile phone phonenumber",
    "person_title": "contacttitle persontitle persontitlejob contactjobtitle",
    "person_external_id": "contactid personid dealcontactpersonid associatedcontactid"
    " associatedcontactids",
}
_ACCOUNTS = {
    "name": "accountname companyname organizationname organisationname account company organization"
    " organisation customer customername client clientname name business",
    "external_id": "recordid accountid companyid organizationid customerid id externalid"
    " salesdeskid",
    "industry": "industry sector vertical accountindustry companyindustry organizationindustry",
    "size": "numberofemployees noofemployees employees numemployees employeecount companysize size"
    " headcount",
    "revenue": "annualrevenue revenue turnover",
    "website": "website companydomainname domain companydomain websiteurl url web webpage homepage"
    " organizationwebsite",
    "phone": "phone phonenumber companyphone mainphone companymainphone organizationphone"
    " telephone",
    "city": "city billingcity town location organizationcity",
    "country": "country countryregion billingcountry officelocation organizationcountry nation",
    "parent_name": "subsidiaryof parentaccount parentcompany parent parentname parentaccountname",
    "owner": "companyowner accountowner owner ownername accountmanager organizationowner",
    "tools": "tools toolsinuse techstack webtechnologies technologies",
    "about": "description about aboutus notes note comments background",
}
_PRODUCTS = {
    "name": "productname product name title item itemname",
    "external_id": "productid recordid id externalid itemid salesdeskid",
    "code": "productcode sku code itemcode articlenumber partnumber",
    "family": "family productfamily series category productcategory line productline producttype",
    "price": "salesprice unitprice listprice price amount standardprice unitpriceusd cost",
    "currency": "currency currencyisocode currencycode",
    "unit": "unit unitofmeasure uom per usageunit",
    "about": "description productdescription about notes",
}
_CONTACTS = {
    "name": "fullname contactname personname name displayname contact leadname person",
    "first_name": "firstname personfirstname givenname forename",
    "middle_name": "middlename additionalname",
    "last_name": "lastname personlastname surname familyname",
    "external_id": "contactid personid recordid leadid prospectid id externalid salesdeskid",
    "title": "jobtitle title position role organizationtitle organization1title persontitle"
    " contacttitle personjobtitle currentposition",
    "email": "email emailaddress email1value email2value email3value workemail emailwork"
    " personemailwork personemailhome personemailother emailhome emailother email2address"
    " email3address primaryemail personemail mail",
    "phone": "phone phonenumber businessphone workphone phonework personphone personphonework"
    " mobilephone mobilephonenumber mobile cell phone1value phone2value primaryphone homephone"
    " phonehome phoneother personphonehome personphonemobile businessphone2 telephone",
    "linkedin": "linkedin linkedinurl linkedinprofile profileurl url linkedinprofileurl",
    "account_name": "company companyname account accountname organization organizationname"
    " organization1name organisation associatedcompany employer personorganization",
    "account_external_id": "accountid companyid organizationid associatedcompanyid"
    " associatedcompanyids",
    "account_website": "associatedcompanydomain companydomain companydomainname emaildomain"
    " companywebsite",
    "about": "notes note notecontent background description about comments",
}


def _by_heading(targets: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for target, words in targets.items():
        for word in words.split():
            found.setdefault(word, target)
    return MappingProxyType(found)


PRESETS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        "deals": _by_heading(_DEALS),
        "accounts": _by_heading(_ACCOUNTS),
        "products": _by_heading(_PRODUCTS),
        "contacts": _by_heading(_CONTACTS),
    }
)
"""Folded heading → target field, by kind."""

TELLING: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        "deals": frozenset(
            "dealname dealtitle dealid dealstage dealvalue dealamount dealstatus dealowner"
            " stagename opportunityid opportunityname opportunity stage salesstage closevalue"
            " closingdate closedate taskid iswon expectedclosedate salesstage potentialname".split()
        ),
        "accounts": frozenset(
            "companyname accountname organizationname companyowner accountowner industry sector"
            " numberofemployees employees annualrevenue revenue subsidiaryof companydomainname"
            " yearestablished parentaccount accountid companyid companysize".split()
        ),
        "products": frozenset(
            "product productname productcode sku salesprice unitprice listprice series"
            " productfamily".split()
        ),
        "contacts": frozenset(
            "firstname lastname fullname contactname personname emailaddress email email1value"
            " jobtitle position connectedon contactid personemailwork linkedinurl mobilephone"
            " lifecyclestage leadname personfirstname contactowner".split()
        ),
    }
)
"""Headings that speak for a kind."""
