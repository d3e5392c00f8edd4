package render

import (
	"bytes"
	"encoding/json"

	"minutebook/generator/site"
)

// What a page is about, for programs, in the vocabulary of schema.org where that has a word for it: meetings are events,
// registers are data sets, committees are organisations. All of it stands on the page, too. It is data, which no browser
// runs, so that the policy of the pages has nothing to say to it.

type graph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type organisation struct {
	Type      string        `json:"@type"`
	Name      string        `json:"name"`
	Alternate string        `json:"alternateName,omitempty"`
	URL       string        `json:"url,omitempty"`
	Parent    *organisation `json:"parentOrganization,omitempty"`
}

type website struct {
	Type      string        `json:"@type"`
	Name      string        `json:"name"`
	URL       string        `json:"url"`
	Publisher *organisation `json:"publisher,omitempty"`
}

type event struct {
	Type      string        `json:"@type"`
	Name      string        `json:"name"`
	URL       string        `json:"url"`
	Start     string        `json:"startDate"`
	End       string        `json:"endDate,omitempty"`
	Status    string        `json:"eventStatus,omitempty"`
	Location  *venue        `json:"location,omitempty"`
	Organiser *organisation `json:"organizer"`
}

type venue struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type dataset struct {
	Type         string        `json:"@type"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	URL          string        `json:"url"`
	Modified     string        `json:"dateModified"`
	Creator      *organisation `json:"creator,omitempty"`
	Distribution []download    `json:"distribution"`
}

type download struct {
	Type   string `json:"@type"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
}

// writeLinked writes what a page is about, if it is one of the public site and the site's address is known. The encoder writes
// "<", ">" and "&" by their numbers, so that nothing in a text can end the element.
func writeLinked(b *bytes.Buffer, m site.Model) error {
	p := m.Base()
	if !p.Listed() {
		return nil
	}
	about := subject(m)
	if about == nil {
		return nil
	}
	data, err := json.Marshal(graph{Context: "https://schema.org", Graph: []any{about}})
	if err != nil {
		return err
	}
	b.WriteString(`<script type="application/ld+json">`)
	b.Write(data)
	b.WriteString("</script>\n")
	return nil
}

// subject is what a page is about, or nil where the vocabulary has no word for it.
func subject(m site.Model) any {
	switch p := m.(type) {
	case *site.HomePage:
		w := &website{Type: "WebSite", Name: p.Site.Title, URL: p.Canonical()}
		if by := p.Site.Publisher; by != nil && by.Name != "" {
			w.Publisher = &organisation{Type: "Organization", Name: by.Name, URL: by.URL}
		}
		return w
	case *site.BodyPage:
		o := organised(&p.Page, p.Body)
		if title := p.Body.Title.Plain(); title != "" && title != p.Body.Short {
			o.Name, o.Alternate = title, p.Body.Short
		}
		if to := p.Body.ReportsTo; to.Text != "" {
			o.Parent = &organisation{Type: "Organization", Name: to.Text}
			if to.To != "" {
				o.Parent.URL = p.Full(to.To)
			}
		}
		return o
	case *site.MeetingPage:
		e := &event{Type: "Event", Name: p.Meeting.Name, URL: p.Canonical(), Start: p.Starts, End: p.Ends, Organiser: organised(&p.Page, p.Meeting.Body)}
		if p.Meeting.ToCome {
			e.Status = "https://schema.org/EventScheduled"
		}
		if p.Venue != "" {
			e.Location = &venue{"Place", p.Venue}
		}
		return e
	case *site.ActionsPage:
		if p.Body == nil {
			return data(&p.Page, nil, "actions")
		}
	case *site.DecisionsPage:
		if p.Body == nil {
			return data(&p.Page, nil, "decisions")
		}
	case *site.ConsultationsPage:
		return data(&p.Page, nil, "consultations")
	case *site.RegisterPage:
		return data(&p.Page, p.Register.Body, p.Register.Table())
	}
	return nil
}

func organised(p *site.Page, body *site.Body) *organisation {
	return &organisation{Type: "Organization", Name: body.Short, URL: p.Full(body.To)}
}

// data is a register, with its rows as files.
func data(p *site.Page, by *site.Body, rows string) *dataset {
	d := &dataset{Type: "Dataset", Name: p.Name, Description: p.Description, URL: p.Canonical(), Modified: p.Site.AsAt.ISO}
	if by != nil {
		d.Creator = organised(p, by)
	}
	for _, f := range []struct{ ending, format string }{{".csv", "text/csv"}, {".json", "application/json"}} {
		d.Distribution = append(d.Distribution, download{"DataDownload", f.format, p.Full(site.Address("/data/" + rows + f.ending))})
	}
	return d
}
