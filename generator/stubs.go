package main

import "github.com/spf13/cobra"

func explainCommand(s *session) *cobra.Command { return &cobra.Command{Use: "explain"} }
func newFileCommand(s *session) *cobra.Command { return &cobra.Command{Use: "new"} }
func schemaCommand(s *session) *cobra.Command  { return &cobra.Command{Use: "schema"} }
