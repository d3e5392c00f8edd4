package render

import (
	"reflect"
	"testing"

	"minutebook/generator/site"
)

// models are all kinds of pages.
var models = map[string]site.Model{
	"home": &site.HomePage{}, "about": &site.AboutPage{}, "notfound": &site.NotFoundPage{},
	"body": &site.BodyPage{}, "meeting": &site.MeetingPage{}, "papers": &site.PapersPage{},
	"action": &site.ActionPage{}, "actions": &site.ActionsPage{}, "decisions": &site.DecisionsPage{},
	"consultation": &site.ConsultationPage{}, "consultations": &site.ConsultationsPage{},
	"document": &site.DocumentPage{}, "register": &site.RegisterPage{}, "entry": &site.EntryPage{},
}

func TestBuiltInTemplatesAreCompiled(t *testing.T) {
	r, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for kind, model := range models {
		if _, err := r.compiler.program(kind+".html", reflect.TypeOf(model)); err != nil {
			t.Errorf("%s.html: %v", kind, err)
		}
	}
	for _, name := range []string{"name", "trail"} {
		if _, err := r.compiler.program(name, reflect.TypeFor[*site.Page]()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
